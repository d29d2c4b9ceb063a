"""What the coordinator types about meetings, and about families who sign up through her."""

from consult.meetings.forms.families import FamilyForm, NewFamilyForm
from consult.meetings.forms.meeting import CancellationForm, MeetingForm
from consult.meetings.forms.series import SeriesForm

__all__ = ("CancellationForm", "FamilyForm", "MeetingForm", "NewFamilyForm", "SeriesForm")
