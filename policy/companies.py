"""The fixed sentences about other companies, for the sections that are generated from a policy with services."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "services": {"sv": "Inbäddade tjänster", "en": "Embedded services"},
    "services_lead": {
        "sv": "De här laddas först efter ett ja till just dem, eller när du väljer att visa något en gång:",
        "en": "These are loaded only after a yes to each of them, or when you choose to show something once:",
    },
    "no_services": {
        "sv": "Webbplatsen använder inga inbäddade tjänster från andra företag.",
        "en": "The website uses no embedded services of other companies.",
    },
    "services_receive": {
        "sv": "När en sådan tjänst laddas får företaget din IP-adress och kan få veta vilken sida du är på.",
        "en": "When such a service is loaded, the company receives your IP address and may learn which page you are "
        "on.",
    },
    "services_joint": {
        "sv": "Vi och företaget är gemensamt ansvariga för att uppgifterna samlas in och överförs till företaget "
        "(EU-domstolens dom i mål C-40/17); för vad det sedan gör med dem svarar företaget självt.",
        "en": "We and the company are jointly responsible for the data being collected and transferred to the company "
        "(judgment of the EU Court of Justice in case C-40/17); for what it does with them afterwards, the company "
        "answers alone.",
    },
    "services_sensitive": {
        "sv": "På de känsliga sidor som policyn räknar upp laddas ingen av dem, inte ens efter ett ja.",
        "en": "On the sensitive pages that the policy lists none of them is loaded, not even after a yes.",
    },
    "safeguard": {
        "sv": "{country}. Skydd vid överföringen: {safeguard}",
        "en": "{country}. Safeguard of the transfer: {safeguard}",
    },
    "category": {"sv": "Kategori", "en": "Category"},
    "recipient": {"sv": "Mottagare", "en": "Recipient"},
    "hosts": {"sv": "Laddas från", "en": "Loaded from"},
    "stores": {"sv": "Sparar hos dig", "en": "Stores on your device"},
    # What Google's Consent Mode is told
    "consent_mode": {
        "sv": "{purpose}. Ett ja låter Google {signals}",
        "en": "{purpose}. A yes lets Google {signals}",
    },
    "ad_storage": {"sv": "spara kakor för annonser", "en": "store cookies for advertising"},
    "ad_user_data": {
        "sv": "ta emot uppgifter om dig för annonser",
        "en": "receive data about you for advertising",
    },
    "ad_personalization": {"sv": "anpassa annonser efter dig", "en": "adapt advertisements to you"},
    "analytics_storage": {
        "sv": "spara kakor för statistik om hur du använder webbplatsen",
        "en": "store cookies for statistics on how you use the website",
    },
    "functionality_storage": {
        "sv": "spara det som funktioner behöver, till exempel ditt språk",
        "en": "store what functions need, such as your language",
    },
    "personalization_storage": {
        "sv": "spara kakor för att anpassa innehåll efter dig",
        "en": "store cookies to adapt content to you",
    },
    "security_storage": {
        "sv": "spara det som behövs för säkerheten",
        "en": "store what security needs",
    },
    # On what ground, and what a no means
    "consent_services": {
        "sv": "Ditt samtycke, enligt samma bestämmelser, är också grunden för de inbäddade tjänsterna. Du ger det för "
        "var och en av dem, för en kategori eller för alla.",
        "en": "Your consent, under the same provisions, is also the basis for the embedded services. You give it for "
        "each of them, for a category or for all.",
    },
    "explicit_services": {
        "sv": "{what} kan säga något om din hälsa. Därför ber vi om ditt uttryckliga samtycke "
        "(artikel 9.2 a), också till att företagen bakom de tjänster som du godkänner får veta det.",
        "en": "{what} can say something about your health. That is why we ask for your explicit consent "
        "(Article 9(2)(a)), also for the companies behind the services that you accept to learn it.",
    },
    "refusal_services": {
        "sv": "Det är frivilligt att svara. Efter ett nej fungerar webbplatsen, men utan det som andra företag sköter; "
        "enstaka innehåll kan du ändå välja att visa. Innan du har svarat räknas ingen sida som du läser, och efter "
        "ett nej räknas bara svaret. I båda fallen laddas inget från andra företag, utom det som du själv väljer att "
        "visa. Knappen Tillåt där något är blockerat är också ett ja: till tjänsten som den nämner.",
        "en": "Answering is voluntary. After a no the website works, but without what other companies run; single "
        "pieces of content you can still choose to show. Before you have answered, no page that you read is counted, "
        "and after a no only the answer is. In both cases nothing is loaded from other companies, except what you "
        "yourself choose to show. The button Allow where something is blocked is a yes too: to the service that it "
        "names.",
    },
    "signal_services": {
        "sv": "Säger din webbläsare själv nej (Global Privacy Control eller Do Not Track) frågar vi inte. Då räknar vi "
        "inget och laddar inget från andra företag, om du inte ändå säger ja under Kakor eller där något är blockerat.",
        "en": "If your browser itself says no (Global Privacy Control or Do Not Track), we do not ask. Then we count "
        "nothing and load nothing from other companies, unless you nevertheless say yes under Kakor (cookies) or where "
        "something is blocked.",
    },
    "withdrawal_services": {
        "sv": "Tar du tillbaka ett ja till en inbäddad tjänst laddas sidan om utan den, och skriptet tar bort det av "
        "tjänstens kakor och lagring som går att ta bort härifrån. Det som ligger under en annan värd (den står i "
        "tabellen), eller är märkt HttpOnly eller partitionerad, får du ta bort i webbläsarens inställningar.",
        "en": "If you take back a yes to an embedded service, the page is loaded anew without it, and the script "
        "deletes what can be deleted from here of the service's cookies and storage. What lies under another host "
        "(named in the table), or is marked HttpOnly or partitioned, you can delete in your browser's settings.",
    },
}
