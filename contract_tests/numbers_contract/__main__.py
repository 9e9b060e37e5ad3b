"""`python -m numbers_contract`."""

from .command import leave, main

if __name__ == "__main__":
    leave(main())
