"""What was said in meetings, and who came to them."""

from consult.desk.meetings.views import coding, participation, said, statements

MODULES = (statements, coding, said, participation)
