"""Comments, quotes, styles and anchors, by example: what a change takes along and what it leaves."""

from __future__ import annotations

import textwrap

from .strategies import applied_text


def _check(base: str, actions: str, expected: str) -> None:
    written = applied_text(textwrap.dedent(base).lstrip("\n"), textwrap.dedent(actions))
    assert written == textwrap.dedent(expected).lstrip("\n")


def test_comments_of_an_overlay_stay_in_the_overlay() -> None:
    """A comment in an overlay is about the overlay; it does not come along with the values."""
    actions = """
      # first
      - target: $.a  # which
        update:
          # above
          y: 2  # behind
          z:
            # inside
            - 3
      # second
      - target: $.a
        update: {w: 4}
    """
    _check(
        "a:\n  x: 1  # kept\n# below\nb: 2\n",
        actions,
        "a:\n  x: 1  # kept\n  y: 2\n  z:\n    - 3\n  w: 4\n# below\nb: 2\n",
    )


def test_a_renamed_key_keeps_its_comments() -> None:
    """Comments inside a value that is copied and then removed come along, those above its key with it."""
    base = """
    paths:
      # about old
      /old:
        # about get
        get: 1  # behind
      # about z
      /z: 2
    """
    actions = """
      - target: $.paths
        update: {/new: {}}
      - target: $.paths['/new']
        copy: $.paths['/old']
      - target: $.paths['/old']
        remove: true
    """
    expected = """
    paths:
      # about z
      /z: 2
      /new:
        # about get
        get: 1  # behind
    """
    _check(base, actions, expected)


def test_a_heading_outlives_the_key_below_it() -> None:
    """Of the comments above a removed key, those that a blank line sets apart stay for the key that follows."""
    base = """
    # Licence of this file.

    # What it is about.

    # about a
    a: 1

    # about b
    b: 2
    """
    expected = """
    # Licence of this file.

    # What it is about.

    # about b
    b: 2
    """
    _check(base, "  - {target: $.a, remove: true}\n", expected)


def test_comments_about_items_go_with_the_items() -> None:
    """An item that is removed takes the comment above it; its neighbours keep theirs, the last comment stays last."""
    base = """
    t:
      # about one
      - 1
      # about two
      - 2  # behind two
      # about three
      - 3
    # the end
    """
    expected = """
    t:
      # about one
      - 1
      # about three
      - 3
      - 4
    # the end
    """
    _check(base, "  - {target: '$.t[1]', remove: true}\n  - {target: $.t, update: 4}\n", expected)


def test_comments_inside_a_flow_collection_move_above_it() -> None:
    """A flow collection over several lines is written on one, and the comments inside it are kept above."""
    base = """
    tags: [a,  # first
      # second
      b]  # behind
    """
    expected = """
    # first
    # second
    tags: [a, b, c] # behind
    """
    _check(base, "  - {target: $.tags, update: c}\n", expected)


def test_a_flow_collection_opens_for_a_collection() -> None:
    """A collection that is put into a flow one makes it a block, unless it stands in another flow collection."""
    base = "a: {x: 1}\nb: {c: {x: 1}}\nt: [1]\n"
    actions = """
      - target: $.a
        update:
          y:
            z: 2
      - target: $.b.c
        update:
          y:
            z: [2]
      - target: $.t
        update:
          - z: 2
    """
    _check(base, actions, "a:\n  x: 1\n  y:\n    z: 2\nb: {c: {x: 1, y: {z: [2]}}}\nt:\n  - 1\n  - z: 2\n")


def test_a_replaced_text_is_quoted_as_before() -> None:
    """A text without quotes takes the quotes of the one that it replaces, but not its block."""
    base = "a: 'x'\nb: \"x\"\nc: x\nd: |-\n  x\n  y\ne: >-\n  x\n"
    _check(base, "  - {target: '$[*]', update: new}\n", "a: 'new'\nb: \"new\"\nc: new\nd: new\ne: new\n")


def test_a_new_text_keeps_the_style_of_the_overlay() -> None:
    """Block texts and quotes that an overlay brings along are written as they stand there, whatever their length."""
    long = "word " * 60 + "end"
    actions = f"  - target: $.a\n    update:\n      x: |\n        one\n        two\n      y: '3'\n      z: {long}\n"
    _check("a:\n  w: 1\n", actions, f"a:\n  w: 1\n  x: |\n    one\n    two\n  y: '3'\n  z: {long}\n")


def test_a_changed_alias_is_written_out() -> None:
    """An anchor is kept for those who use it; a place that changes is written out, and no anchor is invented."""
    base = """
    x-shared: &shared
      type: string
    a: *shared
    b: *shared
    c:
      <<: *shared
      format: uri
    d:
      <<: *shared
    """
    actions = """
      - {target: $.b, update: {minLength: 1}}
      - {target: $.d.type, update: integer}
      - {target: "$['a', 'c']", update: {x: {y: [1]}}}
    """
    expected = """
    x-shared: &shared
      type: string
    a:
      type: string
      x: {y: [1]}
    b:
      type: string
      minLength: 1
    c:
      format: uri
      type: string
      x: {y: [1]}
    d:
      type: integer
    """
    _check(base, actions, expected)


def test_anchors_that_nothing_touches_stay() -> None:
    """Where an overlay changes nothing, anchors, aliases and merge keys stand as they stood, unused ones included."""
    kept = "a: &n {x: 1}\nb: *n\nu: &unused [1]\nc:\n  <<: *n\n  y: 2\nd: &t text\ne: *t\nf: 1\n"
    _check(kept, "  - {target: $.f, update: 2}\n", kept.replace("f: 1", "f: 2"))


def test_the_layout_of_the_base_is_followed() -> None:
    """New lines are indented as most lines of the base are; without a model, by two columns and dashes by two more."""
    block = "  - target: $.a\n    update:\n      t:\n        - y: 1\n      m:\n        z: 1\n"
    _check("a:\n    x: 1\n", block, "a:\n    x: 1\n    t:\n      - y: 1\n    m:\n        z: 1\n")
    _check("a:\n  x:\n  - 1\n", block, "a:\n  x:\n  - 1\n  t:\n  - y: 1\n  m:\n    z: 1\n")
    _check("a: {}\n", block, "a:\n  t:\n    - y: 1\n  m:\n    z: 1\n")
