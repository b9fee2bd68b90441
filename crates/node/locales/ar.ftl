# الواجهة بالعربية. المفردات في docs/glossary.md. المفاتيح والمتغيرات واحدة في كل اللغات.

## Everywhere

app-name = ميثاق
app-tagline = ما اتفقت عليه الدول وما رفضته، مطبَّقًا كل يوم.
app-skip = الانتقال إلى المحتوى
nav-label = الصفحات الرئيسية
nav-today = اليوم
nav-pact = الميثاق
nav-notices = الإشعارات
nav-screen = التدقيق
nav-reviews = المراجعات
nav-sightings = الرصد
language-label = اللغة
language-own-ar = العربية
language-own-fr = français
language-own-en = English
nav-log = السجل
log-entry = قيد السجل
about = نحو
theatre-but = عدا
pages-label = الصفحات
pages-at = الصفحة { $page } من { $pages }
button-all = عرض الكل
button-show = عرض

## Buttons and links

button-sign-in = دخول
button-sign-out = خروج
button-screen = دقّق
button-filter = تصفية
button-clear = مسح التصفية
button-next = الصفحة التالية
button-previous = الصفحة السابقة
button-review = مراجعة

## Signing in

sign-in-title = تسجيل الدخول
sign-in-user = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-wrong = اسم المستخدم وكلمة المرور غير متطابقين. تحقق منهما ثم أعد المحاولة.
sign-in-needed = سجّل الدخول لعرض هذه الصفحة.
sign-in-wait = كلمات مرور خاطئة كثيرة. انتظر دقيقة ثم أعد المحاولة.
sign-in-account-language = لغة حسابي
sign-in-elsewhere = جاء هذا النموذج من موقع آخر فلم يُقبل. سجّل الدخول هنا.
role-officer = موظف مركز
role-analyst = محلل
role-liaison = ضابط ارتباط
role-treaty-desk = مكتب المعاهدات
role-operator = مشغّل
role-inspector = مفتش

## Today

today-title = اليوم
today-post = مركزك
today-no-post = لا تعمل في أي مركز لهذه العقدة، فلا يُتاح لك شيء. يسند إليك المشغّل مركزًا.
today-matches = تطابقات محتملة تنتظر المراجعة
today-matches-empty = لا شيء ينتظر المراجعة. تظهر التطابقات المحتملة هنا فور العثور عليها.
today-received = إشعارات واردة
today-received-empty = لم يرد أي إشعار بعد. يرسل الأعضاء ما يسمح به الميثاق وقيود التداول.
today-owed = إقرارات استلام منتظرة
today-owed-empty = أقرّ جميع الحائزين بالاستلام.
today-other-pact = نسخة أخرى من الميثاق: تُحفظ إشعاراته دون قراءة إلى أن تتطابق النسختان
count-notices =
    { $count ->
        [zero] لا إشعارات
        [one] إشعار واحد
        [two] إشعاران
        [few] { $count } إشعارات
        [many] { $count } إشعارًا
        *[other] { $count } إشعار
    }
count-clauses =
    { $count ->
        [zero] لا بنود
        [one] بند واحد
        [two] بندان
        [few] { $count } بنود
        [many] { $count } بندًا
        *[other] { $count } بند
    }
count-sources =
    { $count ->
        [zero] لا مصادر مستقلة
        [one] مصدر مستقل واحد
        [two] مصدران مستقلان
        [few] { $count } مصادر مستقلة
        [many] { $count } مصدرًا مستقلًا
        *[other] { $count } مصدر مستقل
    }
today-sightings = الرصد
today-sightings-empty = لا رصد بعد. يُرسل الرصد حين تنتهي المراجعة إلى «هو نفسه».
today-sightings-waiting =
    { $count ->
        [zero] أُقرّ باستلام كل رصد.
        [one] رصد واحد لم يُقرّ باستلامه بعد.
        [two] عمليتا رصد لم يُقرّ باستلامهما بعد.
        [few] { $count } عمليات رصد لم يُقرّ باستلامها بعد.
        [many] { $count } عملية رصد لم يُقرّ باستلامها بعد.
        *[other] { $count } عملية رصد لم يُقرّ باستلامها بعد.
    }
today-lists = القوائم العامة
today-lists-empty = لم تُستورد أي قائمة عامة. يستورد المشغّل قائمة الأمم المتحدة.
list-made = أعدّتها الجهة صاحبتها في
list-old = مضى عليها أكثر من ثلاثين يومًا. يستورد المشغّل النسخة الحالية.
today-pacts = نسخ الميثاق
today-pacts-empty = لم ترد أي نسخة أخرى من الميثاق.
today-pacts-adopt = اقرأ ما تغيّره النسخة الجديدة قبل اعتمادها: mithaq pact diff.
today-unread =
    { $count ->
        [zero] لا إشعارات محفوظة دون قراءة.
        [one] إشعار واحد محفوظ دون قراءة إلى أن تُعتمد نسخة ميثاقه.
        [two] إشعاران محفوظان دون قراءة إلى أن تُعتمد نسخة ميثاقهما.
        [few] { $count } إشعارات محفوظة دون قراءة إلى أن تُعتمد نسخة ميثاقها.
        [many] { $count } إشعارًا محفوظًا دون قراءة إلى أن تُعتمد نسخة ميثاقها.
        *[other] { $count } إشعار محفوظ دون قراءة إلى أن تُعتمد نسخة ميثاقها.
    }

## Pact

pact-title = الميثاق
pact-version = النسخة { $version }
pact-hash = البصمة
pact-status = الحالة
pact-status-proposed = مقترح
pact-status-in-preparation = قيد الإعداد
pact-status-in-force = نافذ
pact-status-suspended = معلَّق
pact-matrix = من يفعل ماذا، وأين
pact-member = العضو
pact-theatre = المسرح
pact-activity = النشاط
pact-ask = اسأل الميثاق
pact-partner = تجاه
pact-partner-any = دون تحديد شريك
pact-route = الوجهة
pact-partial = بنود تمسّه جزئيًا، ولا يُبنى عليها قرار
pact-matrix-how = الأنشطة في الصفوف والمسارح في الأعمدة. افتح الخانة لقراءة بنودها.
pact-route-any = دون تحديد وجهة
pact-mode = بأي طريقة
pact-mode-any = دون تحديد طريقة
pact-at = بتاريخ
pact-legend = معاني العلامات
pact-partial-short = جزئيًا
pact-deciding = البنود التي يُبنى عليها القرار
pact-silent-rows = لا بند لهذا العضو يمسّ:
pact-clauses-empty = لم يلتزم هذا العضو بشيء ولم يرفض شيئًا في هذا الميثاق.
pact-back = العودة إلى الجدول

## Stances

stance-undertaken = ملتزَم به
stance-refused = مرفوض
stance-under-consultation = قيد التشاور
stance-silent = غير منصوص عليه
stance-silent-help = لا بند يشمل هذه الحالة. السكوت ليس رفضًا ولا قبولًا، ولا يسمح بشيء.

## Words of the pact file

claim-stance = موقف
claim-intention = نية
claim-past-act = فعل مضى
claim-assessment = تقييم
claim-event = واقعة
source-outlet = وسيلة إعلام
source-official = مسؤول
source-organisation = منظمة
source-person = شخص
changed-polarity = انقلب النفي إثباتًا أو العكس
changed-tense = تغيّر الزمن
changed-scope = تغيّر النطاق
changed-attribution = تغيّر القائل

## Clause

clause-title = البند { $clause }
clause-towards = تجاه
clause-from = ابتداءً من
clause-until = حتى
clause-no-end = دون أجل محدد
clause-new = جديد منذ آخر تصريح
clause-conditions = الشروط
clause-statements = التصريحات التي يستند إليها
statement-anonymous = مجهول الهوية
statement-date = التاريخ
statement-copies =
    { $count ->
        [zero] لا نسخ
        [one] نسخة واحدة، وتُحسب مصدرًا واحدًا
        [two] نسختان، وتُحسبان مصدرًا واحدًا
        [few] { $count } نسخ، وتُحسب مصدرًا واحدًا
        [many] { $count } نسخة، وتُحسب مصدرًا واحدًا
        *[other] { $count } نسخة، وتُحسب مصدرًا واحدًا
    }
statement-relay = ناقلٌ غيّر القول
statement-retold = كما نُقل
statement-binds-nobody = التصريح خبر، ولا يُلزم أحدًا.
clause-scope = ما يشمله
clause-route = المسار
route-from = من
route-to = إلى
statement-said = القائل:
statement-carried = الناقل:
statement-about = بشأن

## Notices

notices-title = الإشعارات
notices-search = اسم أو رقم
notices-empty = لا إشعار يوافق هذه التصفية. امسحها أو اطلب نشاطًا آخر أو مسرحًا آخر.
notices-withheld =
    { $count ->
        [zero] لا إشعارات محجوبة عن هذا الاستعمال
        [one] إشعار واحد محجوب عن هذا الاستعمال
        [two] إشعاران محجوبان عن هذا الاستعمال
        [few] { $count } إشعارات محجوبة عن هذا الاستعمال
        [many] { $count } إشعارًا محجوبًا عن هذا الاستعمال
        *[other] { $count } إشعار محجوب عن هذا الاستعمال
    }
notice-subject = الموضوع
notice-originator = الجهة المُصدِرة
notice-grounds = الأسباب
notice-instructions = ما ينبغي فعله
notice-redress = كيفية التظلّم
notice-contact = جهة الاتصال
notice-grade = التقدير
notice-not-graded = غير مُقدَّر
notice-created = تاريخ الإنشاء
notice-modified = تاريخ هذه النسخة
notice-ends = ينتهي في
notice-until-delisted = إلى حين الشطب من القائمة
notice-invented = إشعار مختلَق لأغراض العرض
notice-links = الصلات
notice-listing = الإدراج
notice-reference = المرجع
notice-measures = التدابير
notice-versions = النسخ
notice-holders = الحائزون
notice-not-acknowledged = لم يُقرّ بالاستلام بعد
notice-others = إشعارات أخرى عن الموضوع نفسه
status-recalled = مسحوب
handling-title = قيود التداول
handling-release-to = يجوز أن يصل إلى
handling-services = المصالح
handling-activities = لأجل
handling-theatres = أين
handling-uses = الاستعمالات
handling-onward = يجوز أن يُحال إلى
handling-until = حتى
handling-obligations = الالتزامات
handling-any = دون قيد
handling-nobody = لا أحد
handling-public = عام
notices-any-originator = أي جهة مُصدِرة
notice-invented-short = مختلَق
notice-recalled-on = سحبته الجهة المُصدِرة في { $date }، ولا يطابق شيئًا بعد ذلك.
notice-origin = كيف وصل
origin-own = نُشر هنا
origin-list = مستورد من قائمة عامة
origin-released = أتاحه
notice-regime = نظام الجزاءات
notice-listed-on = أُدرج في
notice-updated-on = عُدّل آخر مرة في
holder-acknowledged = أُقرّ بالاستلام
holder-giving-up = طُلب منه التخلي عنه ولم يؤكد بعد
holder-version = أقرّ باستلام نسخة
handling-of-these = ومن هؤلاء فقط
cause-clauses = بموجب البند
cause-silence = لا بند يسمح به
cause-handling = بموجب قيود تداول الإشعار:
field-release_to = من يجوز أن يصل إليه
field-services = المصالح
field-activities = الأنشطة
field-theatres = المسارح
field-uses = الاستعمالات
field-onward = الإحالة
field-until = انتهاء الأجل

## Uses, obligations, kinds, measures, grades

use-read = اطلاع
use-screen = تدقيق
use-act = تصرّف
use-adduce = احتجاج أمام القضاء
use-forward = إحالة
obligation-contact-originator-first = اتصل بالجهة المُصدِرة قبل أي إجراء
obligation-no-detention = لا توقف أحدًا استنادًا إلى هذا الإشعار وحده
obligation-four-eyes = يقرر شخصان معًا
obligation-no-onward = لا تُحله إلى أحد
obligation-no-disclosure-in-court = لا تكشف عنه أمام القضاء
obligation-no-tipping-off = لا تُطلع الشخص المعني
kind-person = شخص
kind-organisation = منظمة
kind-document = وثيقة
kind-account = حساب
kind-weapon = سلاح
kind-vehicle = مركبة
kind-consignment = شحنة
link-owner = مالك
link-associate = مرتبط به
link-family = قرابة
measure-asset-freeze = تجميد الأصول
measure-travel-ban = حظر السفر
measure-arms-embargo = حظر الأسلحة
grade-a = A: مصدر موثوق تمامًا
grade-b = B: مصدر موثوق عادةً
grade-c = C: مصدر موثوق إلى حد ما
grade-d = D: مصدر غير موثوق عادةً
grade-e = E: مصدر غير موثوق
grade-f = F: موثوقية المصدر لا يمكن تقديرها
grade-1 = 1: أكدته مصادر أخرى
grade-2 = 2: صحيح على الأرجح
grade-3 = 3: قد يكون صحيحًا
grade-4 = 4: مشكوك فيه
grade-5 = 5: مستبعد
grade-6 = 6: صحته لا يمكن تقديرها
name-original-script = بالخط الأصلي
name-former = سابقًا
quality-low = اسم آخر ضعيف

## Facts about a subject

fact-names = الأسماء
fact-births = الميلاد
fact-birth-places = مكان الميلاد
fact-gender = الجنس
gender-female = أنثى
gender-male = ذكر
fact-nationalities = الجنسية
fact-documents = الوثائق
fact-titles = اللقب
fact-designations = المنصب
fact-addresses = العنوان
fact-account = الحساب
fact-bank = المصرف
fact-currency = العملة
fact-holder = صاحب الحساب
fact-serial = الرقم التسلسلي
fact-make = الصانع
fact-model = الطراز
fact-calibre = العيار
fact-plate = لوحة الترقيم
fact-vin = رقم الهيكل
fact-colour = اللون
fact-country = البلد
fact-consignment = الشحنة
fact-goods = البضاعة
fact-sent-from = من
fact-sent-to = إلى
fact-consignor = المُرسِل
fact-consignee = المُرسَل إليه

## Screening one name or number

screen-title = التدقيق
screen-name = الاسم، بأي خط
screen-kind = النوع
screen-kind-any = أي نوع
screen-birth = تاريخ الميلاد أو سنته
screen-nationality = الجنسية
screen-found =
    { $count ->
        [zero] لا تطابق محتمل.
        [one] تطابق محتمل واحد. القرار لإنسان.
        [two] تطابقان محتملان. القرار لإنسان.
        [few] { $count } تطابقات محتملة. القرار لإنسان.
        [many] { $count } تطابقًا محتملًا. القرار لإنسان.
        *[other] { $count } تطابق محتمل. القرار لإنسان.
    }
screen-nothing = لا تطابق محتمل فيما أُتيح لك لهذا النشاط وفي هذا المسرح.
screen-start = أدخل اسمًا أو رقمًا. يجد الخط العربي واللاتيني كلٌّ منهما الآخر.
screen-input-needed = أدخل اسمًا أو رقمًا.
screen-score = { $score } من 1
screen-asked = المطلوب
screen-listed = في الإشعار
screen-receipt = الإيصال { $receipt }
match-possible = تطابق محتمل
match-not-identification = التطابق المحتمل ليس تحديدًا للهوية.
screen-go = دقّق شخصًا أو شيئًا
screen-next = تدقيق آخر
screen-things = حساب أو سلاح أو مركبة أو شحنة
screen-birth-hint = 1984 أو 1984-05-17 أو 17/05/1984
screen-nationality-hint = بلد أو رمزه: DZ
screen-document = رقم الوثيقة
screen-account = حساب أو IBAN
screen-serial = الرقم التسلسلي لسلاح
screen-plate = لوحة الترقيم
screen-vin = رقم الهيكل
screen-consignment = حاوية أو بوليصة شحن
screen-field-wrong = تعذّرت قراءة أحد الحقول. هو معلَّم أدناه مع طريقة كتابته.
screen-nothing-kept = لم يُحفظ ما سألت عنه.
likeness-very-strong = تشابه قوي جدًا
likeness-strong = تشابه قوي
likeness-moderate = تشابه متوسط
likeness-weak = تشابه ضعيف
match-agrees = ما يتفق
match-disagrees = ما يختلف
match-remarks = ملاحظات
match-may-act = بعد قرار شخص مختص، يجوز لمركزك التصرف وفق التعليمات.
match-report-only = يجوز لمركزك إبلاغ الجهة المُصدِرة، ولا يجوز له التصرف بناءً عليه.
match-exemption = استثناء من حظر السفر
match-exemption-elsewhere = هذا المركز ليس ضمن الأماكن التي يشملها السفر المستثنى.
match-changed = غيّرت الجهة المُصدِرة هذا الإشعار منذ العثور عليه.
match-hidden =
    { $count ->
        [zero] لا إشعارات أخرى عن هذا الموضوع.
        [one] إشعار آخر عن هذا الموضوع غير متاح لمركزك أو سُحب.
        [two] إشعاران آخران عن هذا الموضوع غير متاحين لمركزك أو سُحبا.
        [few] { $count } إشعارات أخرى عن هذا الموضوع غير متاحة لمركزك أو سُحبت.
        [many] { $count } إشعارًا آخر عن هذا الموضوع غير متاح لمركزك أو سُحب.
        *[other] { $count } إشعار آخر عن هذا الموضوع غير متاح لمركزك أو سُحب.
    }

## Review

reviews-title = المراجعات
reviews-waiting = في انتظار القرار
reviews-decided = بُتّ فيها
reviews-empty = لا شيء ينتظر القرار. دقّق اسمًا أو عُد بعد التدقيق المقبل.
review-title = مراجعة تطابق محتمل
review-question = أهذا هو موضوع الإشعار؟
review-same = هو نفسه
review-different = غيره
review-cannot-tell = لا يمكن الجزم
review-reason = ما قارنته
review-reason-needed = اذكر ما قارنته: وثيقة أو تاريخًا أو ملامح.
review-second = لا بد من قرار شخص ثانٍ أيضًا.
review-second-same = لا يجوز أن يكون القرار الثاني قرارك. اطلب من زميل تسجيل الدخول.
review-then-sighting = اختيار «هو نفسه» يرسل رصدًا إلى:
review-done = دُوّن القرار.
outcome-open = ينتظر المراجعة
outcome-awaiting-second = ينتظر شخصًا ثانيًا
review-then-stays = يبقى قرارك في هذه العقدة أيًا كان: لا يتعلق بإشعار عضو آخر.
review-done-same = دُوّن القرار. يُرسل الرصد مع التبادل التالي.

## Sightings

sightings-title = الرصد
sightings-sent = صادرة
sightings-received = واردة
sightings-sent-empty = لم يُرسل أي رصد. يُرسل الرصد حين تنتهي المراجعة إلى «هو نفسه».
sightings-received-empty = لم يرد أي رصد. يأتي الرصد من الأعضاء الحائزين إشعاراتك.
sighting-waiting = لم يُقرّ باستلامه بعد
sighting-received = وارد
sighting-acknowledged = أقرّت الجهة المُصدِرة بالاستلام
sighting-stays = يبقى هنا: إشعارنا أو قائمة عامة
sighting-other = العضو الآخر:

## Log

log-title = السجل
log-help = كل ما فعلته هذه العقدة، موقّعًا ومتسلسلًا. تطّلع الرقابة على كل شيء ولا تغيّر شيئًا.
log-whole = هل السجل سليم؟
log-is-whole = السجل سليم: كل توقيع وكل بصمة صحيحة، ولا قيد ناقصًا.
log-faults =
    { $count ->
        [zero] لا خلل.
        [one] وُجد خلل واحد. أبقِ مجلد هذه العقدة كما هو وأبلغ جهة الرقابة.
        [two] وُجد خللان. أبقِ مجلد هذه العقدة كما هو وأبلغ جهة الرقابة.
        [few] وُجدت { $count } أوجه خلل. أبقِ مجلد هذه العقدة كما هو وأبلغ جهة الرقابة.
        [many] وُجد { $count } خللًا. أبقِ مجلد هذه العقدة كما هو وأبلغ جهة الرقابة.
        *[other] وُجد { $count } خلل. أبقِ مجلد هذه العقدة كما هو وأبلغ جهة الرقابة.
    }
log-verify = تحقّق الآن
log-entries = القيود
log-head = بصمة الأخير
log-deliveries = ما سُلّم إلى الأعضاء الآخرين وما حُجب عنهم
log-deliveries-empty = لم يُطلب شيء من هذه العقدة بعد.
log-withheld-in-all =
    { $count ->
        [zero] لم يُحجب شيء
        [one] حُجب إشعار مرة واحدة في المجموع
        [two] حُجبت إشعارات مرتين في المجموع
        [few] حُجبت إشعارات { $count } مرات في المجموع
        [many] حُجبت إشعارات { $count } مرةً في المجموع
        *[other] حُجبت إشعارات { $count } مرة في المجموع
    }
log-newest = أحدث القيود
log-at = متى
log-to = إلى
log-for = لأجل
log-sent = المُرسَل
log-withheld = المحجوب
log-changes = تصحيحات وسحوبات
log-kind = ماذا
log-hash = البصمة
log-erased = مُحي المحتوى
entry-import = استيراد قائمة
entry-notice = إشعار
entry-pact = ميثاق
entry-delivery = تسليم
entry-withheld = حجب
entry-received = وارد
entry-acknowledgement = إقرار بالاستلام
entry-recall = سحب
entry-screening = تدقيق
entry-engine = جداول المحرّك
entry-book = سجل الأطراف
entry-clearance = رفع الاشتباه
entry-review = مراجعة
entry-sighting = رصد
entry-consultation = مشاورة
entry-amendment = تعديل للميثاق أو توقيع عليه
entry-statement = تصريح
entry-erasure = محو
entry-account = حساب مستخدم

## Errors

error-not-found = لا شيء هنا
error-not-allowed = دورك لا يسمح بذلك
error-changed = سبقك غيرك إلى القرار
error-peer = تعذّر الاتصال بعقدة عضو آخر
error-internal = لم تتمكن العقدة من إتمام العملية
error-not-found-next = ربما لم يوجد قط أو سُحب. ارجع أو ابدأ من صفحة اليوم.
error-not-allowed-next = راجع مسؤول هذه العقدة أو من يدخل ذلك في عمله.
error-not-released = هذا الإشعار غير متاح لمركزك
error-not-released-next = إن اقتضاه عملك فراجع الجهة المُصدِرة.
error-form = لم يعد هذا النموذج صالحًا
error-form-next = أُعدّ لجلسة أخرى. لم يُنفّذ شيء. افتح الصفحة من جديد وأعد ما فعلت.
error-changed-next = افتحه من جديد واطلع على ما تقرر.
error-input = تعذّرت قراءة ما أُرسل
error-input-next = لم يتغير شيء. ارجع وتحقق من الحقول وأرسل من جديد.
error-peer-next = يُرسل ما ينتظر حين تستجيب. لم يُفقد شيء.
error-internal-next = لم يتغير شيء. أعد المحاولة، وإن تكرر ذلك فأخبر مسؤول هذه العقدة.
error-detail = لمسؤول العقدة:

nav-book = الدفتر
screen-party = مرجعك لهذا الطرف
screen-party-hint = اختياري. ما استُبعد لهذا المرجع لا يُعرض للمراجعة مجددًا.
screen-nothing-new = لا جديد: ما عُثر عليه سبق استبعاده لهذا الطرف.
screen-cleared = مستبعَد سابقًا
screen-cleared-undone = أُلغي بعد ذلك:
receipt-help = موقَّع بمفتاح هذه العقدة. ويمكن التحقق منه دون العقدة: mithaq receipt verify.
receipt-download = تنزيل الإيصال
receipt-screening = ما عُثر عليه
receipt-query = بصمة السؤال بمفتاح
receipt-party = بصمة مرجع الطرف بمفتاح
receipt-threshold = أدنى درجة معروضة
receipt-log = القوائم حتى قيد السجل
receipt-pact = نسخة الميثاق
receipt-engine = المحرّك
receipt-tables = جداول مقارنة الأسماء
book-title = دفتر الأطراف
book-help = يُدقَّق هؤلاء الأطراف كلما ورد إشعار أو تغيّر أو أُتيح. يُضافون ويُحذفون بالأمر mithaq book.
book-findings = عُثر عليه وينتظر القرار
book-findings-empty = لا شيء مما عثر عليه الدفتر ينتظر القرار.
book-parties =
    { $count ->
        [zero] لا أطراف
        [one] طرف واحد
        [two] طرفان
        [few] { $count } أطراف
        [many] { $count } طرفًا
        *[other] { $count } طرف
    }
book-more =
    { $count ->
        [zero] ولا غيرهم
        [one] وطرف آخر
        [two] وطرفان آخران
        [few] و{ $count } أطراف آخرين
        [many] و{ $count } طرفًا آخر
        *[other] و{ $count } طرف آخر
    }
screen-cleared-help = قرّر إنسان أن الطرف ليس موضوع هذه الإشعارات. لا يُسأل أحد مجددًا ما لم يتغيّر ما بُني عليه القرار: ما يُعرف عن الطرف، أو ما يقوله الإشعار عن موضوعه، أو قيود تداوله، أو ما يجوز للمركز، أو درجة تشابه أعلى.
reviews-cleared = ما استُبعد لأطراف
clear-button = استبعاد لهذا الطرف
clear-different = مختلف: استبعاد لهذا الطرف
clear-help = يُحفظ الاستبعاد للمرجع الذي دُقِّق به: فما استُبعد يُعرض على أنه كذلك ولا ينتظر أحدًا، ما لم يتغيّر ما بُني عليه القرار.
clear-done = مستبعَد لهذا الطرف
clear-undo = إعادة عرضه للمراجعة
clear-undo-reason = لماذا يُعاد عرضه
again-title = التحقق من هذا الإيصال
again-help = يُقرأ السجل كله بتواقيعه وثغراته، ويُعاد التدقيق بإشعارات ذلك اليوم وميثاقه وجداوله.
again-query = لم يكن على أحد أن يقرر، فلم يُحفظ من السؤال شيء. أدخله كما طُرح.
again-button = تحقّق وأعد التدقيق
again-another = هذا سؤال آخر: بصمته بمفتاح مختلفة.
again-whole = السجل كامل، وكل قيد موقَّع بمفتاح هذه العقدة.
again-broken = السجل غير كامل. أخبر مفتشًا قبل كل شيء.
again-same = أُعيد التدقيق، والنتيجة هي نفسها.
again-differs = أُعيد التدقيق، والنتيجة مختلفة.
again-then = حينها
again-now = الآن
again-changed = ما لم يعد كما كان
again-post = المركز
receipt-as-of = بما كان معلومًا في

## ما يسجّله الميثاق إلى جانب بنوده

section-statements = التصريحات
section-positions = المواقف عبر الزمن
section-flows = التدفقات والثغرات
section-capabilities = القدرات
section-tracks = المسارات الدبلوماسية
section-help-statements = من قال ماذا، وعبر من وصل، وما درجته، وما غيّرته الروايات. والتصريح لا يُلزم أحدًا.
section-help-positions = متى بدأ كل بند أو انتهى، وأي موقف قَلَب.
section-help-flows = من يوقف ماذا في الطريق، وأين لا يوقفه أحد.
section-help-capabilities = ما وُعد به ومن وُعد، وما سُلّم منه، والبنود التي تسنده.
section-help-tracks = المحادثات ومراحلها ووعود أطرافها، والأسفار المستثناة إليها.
section-empty = لا يسجّل الميثاق شيئًا منها.
section-near-copies = نصوص تكاد تتطابق: يُعدّ كل زوج مصدرًا واحدًا
count-statements = { $count ->
    [zero] لا تصريحات
    [one] تصريح واحد
    [two] تصريحان
    [few] { $count } تصريحات
    [many] { $count } تصريحًا
   *[other] { $count } تصريح
}
turn-first-stated = لأول مرة
turn-changed = تغيّر الموقف
turn-confirmed = تأكيد
turn-ended = انتهى
turn-before = قبل ذلك
flow-arms = السلاح
flow-money = المال
flow-fighters = المقاتلون
flow-no-gap = لا ثغرة: كل مكان يغطيه بند ملتزَم به.
flow-gaps = ثغرات لا يلتزم فيها أحد
pledge-state = الحالة
pledge-upcoming = لم يبدأ
pledge-running = جارٍ
pledge-ended = انتهى
pledge-pledged = الموعود
pledge-delivered = ما سُلّم
pledge-outstanding = المتبقي
pledge-backed-by = البنود التي تسنده
pledge-unbacked = لا شيء
track-planned = مُزمع
track-ongoing = جارٍ
track-suspended = معلّق
track-concluded = منتهٍ
track-parties = الأطراف
track-talks = المحادثات
track-milestones = المراحل
track-undertakings = ما وعدت به الأطراف
milestone-reached = بُلغت
milestone-due = منتظرة

# المشاورات
nav-consultations = المشاورات
consultations-title = المشاورات والتعديلات
consultations-ours = مشاورات هذا العضو طرف فيها
consultations-empty = لا مشاورات.
consultation-awaits = بانتظار رد
consultation-deadline = الأجل: حتى نهاية
consultation-table = ما هو على الطاولة
consultation-proposed = وضعه
consultation-steps = الخطوات
consultation-void = باطل
consultation-answer = الرد
consultation-text = نص الرد
consultation-scope-help = للتقييد أو لطلب جديد اختر النطاق؛ وفي القبول والرفض يعني النطاق جزءًا فقط.
amendments-title = التعديلات
amendment-by = اقترحه
amendment-open = بانتظار التوقيعات
amendment-signed = وقّعه الجميع ولم يُسجَّل بعد
amendment-in-force = دخل حيز النفاذ
amendment-superseded = حلّ محله تعديل آخر
amendment-has-signed = وقّع:
amendment-must-sign = لم يوقّع بعد:
amendment-sign = وقّع باسم هذا العضو
consultation-ask = استشارة أعضاء آخرين
consultation-whom = من يُستشار
consultation-subject = الموضوع في سطر واحد
consultation-request = ما تطلبونه
consultation-until = الأجل: تُقبل الردود حتى نهاية هذا اليوم بالتوقيت العالمي
consultation-send = إرسال الطلب
consultation-scope = النطاق
consultation-scope-none = اختر واحدًا أو أكثر من كل صنف. ما لا تختار منه شيئًا يبقى مفتوحًا في الطلب، ويبقى في الرد كما هو على الطاولة.
theatres-declared = العالم ومسارح الميثاق
theatres-countries = البلدان
consultation-open-scope = كل شيء
consultation-deferred = مؤجَّل حتى نهاية
consultation-defer-until = للإرجاء: حتى نهاية هذا اليوم بالتوقيت العالمي
amendment-title = تعديل
amendment-came-of = نتج عن المشاورة
amendment-needs = التوقيعات اللازمة، وما يُلزم كل موقّع
amendment-rebase = صار تعديل آخر هو الإصدار الذي كان لهذا أن يكونه. لإعادة البناء عليه: أدخل التغييرات في الإصدار النافذ، وأعطه الرقم التالي، ثم اقترحه.
change-life = الإطار والأعضاء فيه
change-names = ما تدل عليه الأسماء
change-clauses = بندًا بندًا
change-stances = سؤالًا سؤالًا: المواقف
change-uses = سؤالًا سؤالًا: استعمال الإشعارات
change-notices = إشعارًا إشعارًا
change-held = { $count ->
    [zero] لا إشعار محفوظ هنا
    [one] إشعار واحد محفوظ هنا
    [two] إشعاران محفوظان هنا
    [few] { $count } إشعارات محفوظة هنا
    [many] { $count } إشعارًا محفوظًا هنا
   *[other] { $count } إشعار محفوظ هنا
}
change-more = { $count ->
    [zero] لا غيرها.
    [one] وواحد غيرها؛ كلها في واجهة البرمجة.
    [two] واثنان غيرها؛ كلها في واجهة البرمجة.
    [few] و{ $count } غيرها؛ كلها في واجهة البرمجة.
    [many] و{ $count } غيرها؛ كلها في واجهة البرمجة.
   *[other] و{ $count } غيرها؛ كلها في واجهة البرمجة.
}
news-title = ما الجديد
news-since = منذ هذا اليوم
news-since-version = منذ الإصدار السابق
news-none = لا جديد.
