"""Texts that stores have been known to change, cut short or obey."""

HOSTILE = [
    "", "a", "a\0", "a\0b", "\0", "A", "a ", "'; DROP TABLE counts; --", '"', "`", "\\", "\\\\", "\\'", "\\0", "\\N",
    "NULL", "\t\n\r\b\f\v\x1b\x7f", "%s", "%(site)s", "{site:String}", "?", ":site", "[1, 'x']", "(1,)", "\u202egnp.se",
    "å", "a\u030a", "🏳️‍🌈", "\ufeff", "\uffff", "\U0010ffff", "x" * 10_240, "å" * 10_240,
]  # fmt: skip
