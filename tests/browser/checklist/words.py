"""The words that the checklist looks for, by language."""

from typing import Final

REFUSALS: Final = frozenset(
    {
        "neka", "neka alla", "avvisa", "avvisa alla", "avböj", "avböj alla", "bara nödvändiga", "endast nödvändiga",
        "bara nödvändiga kakor", "endast nödvändiga kakor", "decline", "decline all", "reject", "reject all",
        "refuse all", "necessary only", "only necessary", "only necessary cookies", "رفض", "رفض الكل",
    }
)  # fmt: skip
"""What IAB Sverige reads as good wording of a refusal, and what programs that answer banners know as one."""

WITHDRAWALS: Final = REFUSALS | {
    "ta tillbaka allt",
    "återkalla allt",
    "withdraw everything",
    "withdraw all",
    "سحب كل شيء",
}

CATEGORIES: Final = {
    "statistics": {"sv": r"\bräkna", "en": r"\bcount", "ar": "عدّ"},
    "functional": {"sv": r"\bfunktion|\bverktyg|\bbokning", "en": r"\bfunction|\btool|\bbooking"},
    "media": {"sv": r"\bfilm|\binnehåll|\bvideo", "en": r"\bfilm|\bcontent|\bvideo", "ar": "أفلام"},
    "analytics": {"sv": r"\bstatistik|\bmät", "en": r"\bstatistics|\bmeasure"},
    "marketing": {"sv": r"\bmarknadsföring|\breklam|\bannons", "en": r"\bmarketing|\badvert"},
}

RIGHT: Final = {
    "sv": r"(ändra dig|ta tillbaka|återkalla)[^.]*när (du vill|som helst)",
    "en": r"(change your mind|withdraw)[^.]*at any time",
    "ar": "تغيير رأيك في أي وقت",
}

HEALTH: Final = {
    "sv": r"\bhälsa\b.*uttryckliga? samtycke",
    "en": r"\bhealth\b.*explicit consent",
    "ar": "صحتك.*موافقتك الصريحة",
}

INTEREST: Final = r"berättigat intresse|berättigade intressen|legitimate interest"
