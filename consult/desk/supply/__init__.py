"""What is offered to young children, place by place: read, written again, brought in from a file."""
