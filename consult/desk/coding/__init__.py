"""The coding desk: people read what families wrote and said, and say which needs are in it.

Everything is a form with a button, and works by the keyboard without a script; `static/coding.js` adds single
keys to the same buttons.
"""
