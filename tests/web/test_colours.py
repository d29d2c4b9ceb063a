import pytest

from consult.web.colours import checked_accent, contrast_with_white


def test_contrast_is_what_the_recommendation_says() -> None:
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#ffd400", "red", "#0b5d5", "#0b5d5b;}"])
def test_a_colour_nobody_could_read_on_stops_the_start(colour: str) -> None:
    with pytest.raises(RuntimeError, match="CONSULT_ACCENT"):
        checked_accent(colour)
