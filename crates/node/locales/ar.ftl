# الواجهة بالعربية. المفردات في docs/glossary.md. المفاتيح والمتغيرات واحدة في كل اللغات.

## Everywhere

app-name = ميثاق
app-tagline = ما اتفقت عليه الدول وما رفضته، مطبَّقًا كل يوم.
app-skip = الانتقال إلى المحتوى
app-demo = عرض تجريبي: إشعارات الأعضاء مختلَقة، أما قائمة الأمم المتحدة فحقيقية.
app-node = عقدة: { $member }
app-signed-in = { $user } · { $role }
nav-label = الصفحات الرئيسية
nav-today = اليوم
nav-pact = الميثاق
nav-notices = الإشعارات
nav-screen = التدقيق
nav-reviews = المراجعات
nav-sightings = الرصد
language-label = اللغة
language-ar = العربية
language-fr = الفرنسية
language-en = الإنجليزية
language-own-ar = العربية
language-own-fr = français
language-own-en = English

## Buttons and links

button-sign-in = دخول
button-sign-out = خروج
button-screen = دقّق
button-save = حفظ
button-cancel = إلغاء
button-back = رجوع
button-filter = تصفية
button-clear = مسح التصفية
button-next = الصفحة التالية
button-previous = الصفحة السابقة
button-open = فتح
button-review = مراجعة
button-decide = تدوين القرار
button-correct = تصحيح
button-recall = سحب
button-acknowledge = إقرار بالاستلام
button-contact = الاتصال بالجهة المُصدِرة
button-why = لماذا؟

## Signing in

sign-in-title = تسجيل الدخول
sign-in-user = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-wrong = اسم المستخدم وكلمة المرور غير متطابقين. تحقق منهما ثم أعد المحاولة.
sign-in-expired = انتهت جلستك. سجّل الدخول من جديد؛ لم يُفقد شيء مما دوّنته.
sign-in-needed = سجّل الدخول لعرض هذه الصفحة.
sign-in-wait = محاولات كثيرة. انتظر { $seconds } ثانية.
role-service = مصلحة
role-oversight = رقابة
role-redress = تظلّم

## Today

today-title = اليوم
today-matches = تطابقات محتملة تنتظر المراجعة
today-matches-empty = لا شيء ينتظر المراجعة. تظهر التطابقات المحتملة هنا فور العثور عليها.
today-received = إشعارات واردة
today-received-empty = لم يرد أي إشعار بعد. يرسل الأعضاء ما يسمح به الميثاق وقيود التداول.
today-owed = إقرارات استلام منتظرة
today-owed-empty = أقرّ جميع الحائزين بالاستلام.
today-ending = ينتهي خلال ثلاثين يومًا
today-peers = الأعضاء
today-peer-seen = آخر اتصال { $when }
today-peer-silent = لم يتصل بعد
today-same-pact = الميثاق نفسه
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
count-matches =
    { $count ->
        [zero] لا تطابقات محتملة
        [one] تطابق محتمل واحد
        [two] تطابقان محتملان
        [few] { $count } تطابقات محتملة
        [many] { $count } تطابقًا محتملًا
        *[other] { $count } تطابق محتمل
    }
count-sightings =
    { $count ->
        [zero] لا عمليات رصد
        [one] عملية رصد واحدة
        [two] عمليتا رصد
        [few] { $count } عمليات رصد
        [many] { $count } عملية رصد
        *[other] { $count } عملية رصد
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

## Pact

pact-title = الميثاق
pact-version = النسخة { $version }
pact-hash = البصمة
pact-lead = الجهة القائدة
pact-status = الحالة
pact-status-proposed = مقترح
pact-status-in-preparation = قيد الإعداد
pact-status-in-force = نافذ
pact-status-suspended = معلَّق
pact-matrix = من يفعل ماذا، وأين
pact-matrix-help = الأنشطة في الصفوف والمسارح في الأعمدة. تعرض كل خانة موقف العضو المختار ({ $member })؛ افتحها لقراءة البند.
pact-member = العضو
pact-theatre = المسرح
pact-activity = النشاط
pact-at = في { $date }
pact-ask = اسأل الميثاق
pact-partner = الشريك
pact-partner-any = دون تحديد شريك
pact-route = المسار
pact-consultations = المشاورات
pact-consultations-empty = لا مشاورات مفتوحة. يفتح العضو مشاورة بتوجيه طلب إلى عضو آخر.
pact-partial = مشمول جزئيًا فقط، ولا يُبنى عليه قرار

## Stances and verdicts

stance-undertaken = ملتزَم به
stance-refused = مرفوض
stance-under-consultation = قيد التشاور
stance-silent = غير منصوص عليه
stance-silent-help = لا بند يشمل هذه الحالة. السكوت ليس رفضًا ولا قبولًا، ولا يسمح بشيء.
verdict-permit = مسموح
verdict-deny = ممنوع
verdict-by-clause = بموجب البند { $clause }
verdict-by-handling = بموجب قيود تداول الإشعار
verdict-no-undertaking = لا التزام من الجهة المُصدِرة ({ $originator }) يشمل هذا الاستعمال
verdict-refused = الجهة المُصدِرة ({ $originator }) ترفض هذا الاستعمال
verdict-own-refusal = العضو الذي تتبعه ({ $member }) يرفض هذا الاستعمال
next-step = الخطوة التالية
next-ask-originator = راجع الجهة المُصدِرة ({ $originator }).
next-consultation = اطرح المسألة في المشاورة «{ $consultation }».
next-narrower = أعد السؤال عن نشاط أضيق أو مسرح أضيق.
next-nothing = لا سبيل إلى ذلك بموجب هذا الميثاق.

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
act-request = طلب
act-accept = قبول
act-refuse = رفض
act-limit = تقييد
act-defer = إرجاء
act-withdraw = سحب الطلب
consultation-open = مفتوحة
consultation-agreed = انتهت باتفاق
consultation-refused = انتهت برفض
consultation-withdrawn = سُحب طلبها
consultation-lapsed = انقضت مهلتها
track-planned = مزمع
track-ongoing = جارٍ
track-suspended = معلَّق
track-concluded = منتهٍ
flow-arms = أسلحة
flow-money = أموال
flow-fighters = مقاتلون
pact-flows = تدفقات يراد إيقافها
pact-watches = مسارح قيد المتابعة
pact-indicators = إنذارات مبكرة
pact-tracks = مساعٍ دبلوماسية
pact-capabilities = تعهدات بالقدرات
pact-obligations = ما يجب إثباته في كل نسخة

## Clause

clause-title = البند { $clause }
clause-stance = الموقف
clause-towards = تجاه
clause-from = ابتداءً من
clause-until = حتى
clause-no-end = دون أجل محدد
clause-new = جديد منذ آخر تصريح
clause-conditions = الشروط
clause-statements = التصريحات التي يستند إليها
clause-decides = الإشعارات التي يتيحها
clause-withholds = الإشعارات التي يحجبها
statement-said-by = على لسان { $source }
statement-through = نقلًا عن { $source }
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
statement-original = كما قيل أولًا
statement-retold = كما نُقل
statement-binds-nobody = التصريح خبر، ولا يُلزم أحدًا.

## Notices

notices-title = الإشعارات
notices-own = إشعاراتنا
notices-received = واردة
notices-lists = القوائم العامة
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
notice-title = الإشعار { $notice }
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
notice-acknowledged = أُقرّ بالاستلام { $when }
notice-not-acknowledged = لم يُقرّ بالاستلام بعد
notice-others = إشعارات أخرى عن الموضوع نفسه
notice-recall-ask = أتسحب هذا الإشعار؟ لن يطابق شيئًا بعد ذلك في أي مكان، وعلى كل حائز أن يقرّ بالاستلام.
notice-recalled-note = سحبته الجهة المُصدِرة ({ $originator }) في { $date }، ولا يطابق شيئًا بعد ذلك.
status-active = قائم
status-recalled = مسحوب
status-ended = منتهٍ
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
name-primary = الاسم
name-original-script = بالخط الأصلي
name-alias = يُعرف أيضًا باسم
name-former = سابقًا
quality-good = اسم آخر موثوق
quality-low = اسم آخر ضعيف

## Screening one name or number

screen-title = التدقيق
screen-name = الاسم، بأي خط
screen-kind = النوع
screen-kind-any = أي نوع
screen-birth = تاريخ الميلاد أو سنته
screen-nationality = الجنسية
screen-number = وثيقة أو حساب أو رقم تسلسلي أو لوحة أو رقم هيكل
screen-activity = الغرض من التدقيق
screen-theatre = مكان وجودك
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
screen-score = درجة التشابه { $score }
screen-asked = المطلوب
screen-listed = في الإشعار
screen-receipt = الإيصال { $receipt }
match-possible = تطابق محتمل
match-not-identification = التطابق المحتمل ليس تحديدًا للهوية.

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
review-by = { $user }، { $when }
review-then-sighting = اختيار «هو نفسه» يرسل رصدًا إلى الجهة المُصدِرة ({ $originator }). وما سواه مما بُحث عنه يبقى هنا.
review-done = دُوّن القرار.

## Sightings

sightings-title = الرصد
sightings-sent = صادرة
sightings-received = واردة
sightings-sent-empty = لم يُرسل أي رصد. يُرسل الرصد حين تنتهي المراجعة إلى «هو نفسه».
sightings-received-empty = لم يرد أي رصد. يأتي الرصد من الأعضاء الحائزين إشعاراتك.
sighting-title = رصد
sighting-of = بشأن الإشعار { $notice }
sighting-at = { $post }، { $when }
sighting-delivered = سُلّم { $when }
sighting-waiting = في انتظار الإرسال: { $member }

## Errors

error-title = تعذّر إتمام العملية
error-found = الموجود
error-expected = المنتظَر
error-mend = ما العمل
error-not-found = لا شيء في هذا العنوان. ارجع أو ابدأ من صفحة اليوم.
error-not-allowed = دورك لا يسمح بذلك. راجع مسؤول هذه العقدة.
error-unknown = «{ $found }» غير معروف في هذا الميثاق. الأقرب إليه: { $nearest }.
error-date = «{ $found }» ليس تاريخًا. اكتبه هكذا: 1984-05-17 أو 1984-05 أو 1984.
error-too-long = هذا النص أطول من { $limit } حرف. اختصره.
error-changed = تغيّر هذا منذ فتحته. افتحه من جديد واطلع عليه قبل أن تقرر.
error-peer = تعذّر الاتصال بعقدة هذا العضو: { $member }. يُرسل ما ينتظر حين تستجيب.
error-internal = لم تتمكن العقدة من إتمام العملية. لم يتغير شيء. المرجع { $reference }.
