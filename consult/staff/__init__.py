"""Staff: who works here — accounts, roles, sign-in, and the log of what was done.

Every staff page names the roles it is for; one that names none is refused to everybody.
"""
