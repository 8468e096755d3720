"""A language that a document adds, written from right to left."""

from typing import Final

ARABIC: Final = """\
[[language]]
code = "ar"
purpose = "لتحسين الموقع"
title = "هل تسمح لنا بعدّ زيارتك؟"
count = "تودّ {controller} عدّ {statistics}، {purpose}."
health = "قد يدل ذلك على شيء عن صحتك، لذلك نطلب موافقتك الصريحة."
withdrawal = "يمكنك تغيير رأيك في أي وقت عبر «ملفات الارتباط» في أسفل الصفحة. وما عُدّ يبقى."
kept = "نحتفظ بأعداد لا بهويتك. إذا وافقت يتذكر متصفحك {kept}. وإذا رفضت فلا يتذكر سوى رفضك."
accept = "موافقة"
refuse = "رفض"
withdraw = "سحب كل شيء"
policy = "سياسة الخصوصية"
language = "العربية: كيف نستخدم ملفات الارتباط"
button = "ملفات الارتباط"
yes = "حاليًا: وافقت على أن نعدّ زياراتك."
no = "حاليًا: رفضت، ولا نعدّ زياراتك."
signal = "حاليًا: يطلب متصفحك ألا نفعل، لذلك لا نعدّ زياراتك."
notice = "تغيّرت سياسة الخصوصية لدينا في {day}. إذا كنت قد أجبت فما زالت إجابتك سارية."
again = "نسألك مرة أخرى لأن سياسة الخصوصية تغيّرت في {day}."
dismiss = "إغلاق"
comma = "{before}، {item}"
last = "{before} و{item}"

[language.memories]
receipt = "إيصالك"
visit = "وقت زيارتك"
referrer = "من أين أتيت"
page = "ما قرأته"
search = "ما بحثت عنه في الموقع"

[language.statistics]
visits = "الزيارات"
pages = "الصفحات المقروءة"
referrers = "من أين يأتي الزوار"
search_terms = "كلمات البحث"
search_engines = "محركات البحث"

"""
"""What the first user's document, or the tests', needs of a language."""

ARABIC_SERVICES: Final = """\
[language.services]
title = "هل تسمح لنا بعدّ زيارتك واستخدام خدمات من شركات أخرى؟"
accept = "قبول الكل"
refuse = "رفض الكل"
yes = "حاليًا: وافقت على كل شيء."
some = "حاليًا: وافقت على جزء."
no = "حاليًا: رفضت كل شيء."
signal = "حاليًا: يطلب متصفحك ألا نفعل، لذلك لا نعدّ زياراتك ولا نحمّل شيئًا من شركات أخرى."
labelled = "{title}: {sentence}"
use = "ونودّ أيضًا استخدام خدمات شركات أخرى {categories}. عندئذ تحصل على عنوان IP الخاص بك، وقد تعرف الصفحة التي \
تقرؤها وتخزّن ملفات ارتباط لديك."
health = "زيارتك قد تدل على شيء عن صحتك. لذلك نطلب موافقتك الصريحة، على أن تعرف الشركات ذلك أيضًا."
withdrawal = "يمكنك تغيير رأيك في أي وقت عبر «ملفات الارتباط» في أسفل الصفحة. وما عُدّ أو أُرسل إلى الشركات يبقى."
kept = "في إحصاءاتنا نحتفظ بأعداد لا بهويتك. إذا وافقت يتذكر متصفحك {kept}. وإذا رفضت فلا يتذكر سوى رفضك."
service = "تُستخدم {purpose}. تحصل {recipient} ({country}) على عنوان IP الخاص بك، وقد تعرف الصفحة التي تقرؤها \
وتخزّن ملفات ارتباط لديك."
blocked = "هذا المحتوى من {recipient} ({country}) ويُستخدم {purpose}. إذا عرضته تحصل الشركة على عنوان IP لديك، وقد \
تعرف الصفحة التي تقرؤها وتخزّن ملفات ارتباط لديك."
closed = "في هذه الصفحة لا يُحمَّل شيء من شركات أخرى مهما كانت إجابتك."
remains = "إذا غيّرت رأيك فلا يمكننا حذف: {names}. يمكنك ذلك في إعدادات المتصفح."
left = "لا يمكننا حذف ما يلي نيابة عنك: {names}. يمكنك ذلك في إعدادات المتصفح."
settings = "الإعدادات"
save = "حفظ الاختيار"
once = "عرض مرة واحدة"
always = "السماح لـ {title}"
visit = "فتح لدى {title}"
statistics = "الإحصاءات"

[language.services.categories.functional]
title = "وظائف"
within = "لتشغيل وظائف"
sentence = "أجزاء من الموقع تديرها شركات أخرى، مثل الحجز والمحادثة."

[language.services.categories.media]
title = "أفلام وخرائط"
within = "لعرض أفلام وخرائط"
sentence = "أفلام وأصوات وخرائط ومحتوى آخر يُجلب من شركات أخرى."

[language.services.categories.analytics]
title = "إحصاءات شركات أخرى"
within = "لإحصاءات شركات أخرى"
sentence = "تقيس شركات أخرى كيفية استخدام الموقع."

[language.services.categories.marketing]
title = "التسويق"
within = "للتسويق"
sentence = "تعرف شركات أخرى ما تفعله هنا، لعرض إعلانات أو قياس أثرها."

[language.purposes]
film = "لعرض الأفلام"

[language.countries]
SE = "السويد"

"""
"""What is needed besides where the document has a service "film" of a company in Sweden."""
