"""Words beside a number that say it names something, by language: a page, an age, an hour.

A star stands for any ending: `стать*` is статья and статьи. A word with a full stop is an
abbreviation, which stands with it or not at all.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of one language, each a text of words between bars.

    `before` and `behind` name what has the number; `aged` and `ages` say, before and behind it,
    that it is an age; `units` behind it say that four digits are no year; behind `stops` no
    sentence ends. `prefixes` is a pattern of what is written together with a word.
    """

    before: str
    behind: str = ""
    aged: str = ""
    ages: str = ""
    units: str = ""
    stops: str = ""
    prefixes: str = ""


WORDS = {
    "en": NumberWords(
        before="article*|art.|chapter*|chap.|chaps.|section*|sec.|secs.|part|parts|figure*|fig.|"
        "figs.|table|tables|tab.|box|note|notes|footnote*|page|pages|p.|pp.|paragraph*|para.|"
        "paras.|annex*|appendi*|protocol|resolution|directive|regulation|law|act|no.|nos.|number|"
        "numbers|rule|rules|step|steps|version|edition|volume*|vol.|vols.|issue|route|line|lines|"
        "item|items|point|points|level|levels|phase|phases|type|types|class|grade|grades|group|"
        "stage|stages|option|scenario|goal|goals|target|tier|zone|district|day|week|month|quarter|"
        "round|wave|attribution|chromosome|equation|eq.|theorem|lemma|example|ex.|slide|slides|"
        "room|question|q.|verse|ref.|refs.",
        behind="o'clock|o’clock|am|a.m.|pm|p.m.|noon|century|centuries|percentile",
        aged="aged|age|ages|age of|ages of",
        ages="years old|year old|years of age|year-old*|years-old",
        units="people|persons|women|men|children|girls|boys|arrivals|deaths|cases|million|"
        "thousand|households|refugees|respondents|dollars|euros",
        stops="e.g.|i.e.|cf.|vs.|viz.|approx.|ca.|c.|al.|ed.|eds.|Dr.|Mr.|Mrs.|Ms.|St.|Prof.|Rev.",
    ),
    "de": NumberWords(
        before="artikel*|art.|kapitel*|kap.|abschnitt*|abschn.|absatz|absätze*|abs.|satz|teil*|"
        "abbildung*|abb.|tabelle*|tab.|kasten|anmerkung*|anm.|fußnote*|fn.|seite|seiten|s.|rn.|"
        "anhang|anlage*|protokoll|resolution|richtlinie|verordnung|gesetz|paragraf*|paragraph*|"
        "nummer*|nr.|nrn.|regel*|schritt*|fassung|auflage|band|bd.|bde.|heft|h.|jg.|jahrgang|route|"
        "zeile*|z.|punkt*|ziffer*|ziff.|stufe*|phase*|typ|klasse*|gruppe*|option|szenario|ziel*|"
        "zone|bezirk|tag|woche|monat|quartal|runde|welle|etappe*|gleichung*|gl.|beispiel*|bsp.|"
        "folie*|raum|frage*|vers|lit.",
        behind="uhr|jahrhundert*|jh.|jhd.|er jahre*|er-jahre*|perzentil",
        aged="im alter von|im alter zwischen|im alter ab|alter von|alter",
        ages="jahre alt|jahren alt|-jährig*|jährig*|lebensjahr*|jahre|jahren",
        units="menschen|personen|frauen|männer*|kinder*|mädchen|jungen|ankünfte|tote*|fälle*|"
        "million*|mio.|tausend|haushalte*|flüchtlinge*|befragte*|euro|dollar",
        stops="z.|b.|d.|h.|u.|a.|bzw.|ca.|vgl.|usw.|etc.|evtl.|ggf.|inkl.|sog.|dr.|prof.|hrsg.|"
        "hg.|st.|o.|ä.|v.|chr.",
    ),
    "fr": NumberWords(
        before="article*|art.|chapitre*|chap.|section*|sect.|partie*|figure*|fig.|tableau*|tabl.|"
        "tab.|encadré*|note*|page*|p.|pp.|paragraphe*|par.|§|alinéa*|al.|annexe*|protocole|"
        "résolution*|directive|règlement|loi|n°|nº|numéro*|nos|règle*|étape*|version|édition|"
        "volume*|vol.|tome*|t.|fascicule|fasc.|route|ligne*|point*|niveau*|phase*|type*|classe*|"
        "grade*|groupe*|option*|scénario*|objectif*|cible*|zone*|district|arrondissement|jour|"
        "semaine|mois|trimestre|tour|vague|années|équation*|éq.|exemple*|ex.|diapositive*|salle|"
        "question*|verset",
        behind="siècle*|heure*|h|centile",
        aged="âgé*|âge|âgés de|âgées de|âgé de|âgée de|âge de|l’âge de|l'âge de",
        ages="ans|an",
        units="personnes|femmes|hommes|enfants|filles|garçons|arrivées|décès|morts|cas|million*|"
        "mille|milliers|ménages|réfugié*|répondant*|dollars|euros",
        stops="p. ex.|ex.|cf.|env.|av.|apr.|m.|mm.|mme.|dr.|st.|éd.|dir.|etc.|c.",
    ),
    "es": NumberWords(
        before="artículo*|art.|arts.|capítulo*|cap.|sección|secciones|sec.|parte*|figura*|fig.|"
        "figs.|tabla*|cuadro*|recuadro*|nota*|página*|pág.|págs.|p.|pp.|párrafo*|párr.|anexo*|"
        "apéndice*|protocolo|resolución|resoluciones|directiva|reglamento|ley|n.º|nº|n°|núm.|"
        "núms.|número*|regla*|paso*|versión|edición|volumen|volúmenes|vol.|tomo*|t.|ruta|línea*|"
        "punto*|nivel*|fase*|etapa*|tipo*|clase*|grado*|grupo*|opción|escenario*|objetivo*|meta*|"
        "zona*|distrito|día|semana|mes|trimestre|ronda|ola|siglo|años|ecuación|ejemplo*|ej.|"
        "diapositiva*|sala|pregunta*|versículo",
        behind="horas|hora|h|de la mañana|de la tarde|.º|.ª|.er|percentil",
        aged="edad de|edades de|edad|edades|de edad",
        ages="años|año",
        units="personas|mujeres|hombres|niños|niñas|llegadas|muertes|casos|millón|millones|mil|"
        "hogares|refugiad*|encuestad*|dólares|euros",
        stops="p. ej.|ej.|cf.|aprox.|sr.|sra.|dr.|dra.|ee.|uu.|etc.|ed.|eds.|a.|c.",
    ),
    "pt": NumberWords(
        before="artigo*|art.|capítulo*|cap.|seção|secção|seções|parte*|figura*|fig.|tabela*|"
        "quadro*|caixa|nota*|página*|pág.|p.|pp.|parágrafo*|anexo*|apêndice*|protocolo|resolução|"
        "diretiva|regulamento|lei|n.º|nº|n°|número*|regra*|passo*|versão|edição|volume*|vol.|"
        "tomo*|rota|linha*|ponto*|nível|níveis|fase*|etapa*|tipo*|classe*|grau*|grupo*|opção|"
        "cenário*|objetivo*|meta*|zona*|distrito|dia|semana|mês|trimestre|rodada|onda|século|anos|"
        "equação|exemplo*|ex.|sala|pergunta*",
        behind="horas|hora|h|.º|.ª",
        aged="idade de|idade|idades",
        ages="anos|ano",
        units="pessoas|mulheres|homens|crianças|chegadas|mortes|casos|milhão|milhões|mil",
        stops="p. ex.|ex.|cf.|aprox.|sr.|sra.|dr.|dra.|etc.|ed.",
    ),
    "it": NumberWords(
        before="articol*|art.|artt.|capitol*|cap.|sezion*|sez.|part*|figur*|fig.|tabell*|tab.|"
        "riquadro|not*|pagin*|pag.|p.|pp.|paragraf*|par.|comma|commi|allegat*|appendic*|"
        "protocollo|risoluzion*|direttiva|regolamento|legge|n.|nn.|n°|numer*|regol*|pass*|version*|"
        "edizion*|volum*|vol.|tomo|t.|fascicol*|linea|linee|punt*|livell*|fas*|tapp*|tip*|class*|"
        "grad*|grupp*|opzion*|scenari*|obiettiv*|zon*|distretto|giorno|settimana|mese|trimestre|"
        "turno|ondata|secolo|anni|equazion*|esempi*|es.|sala|domand*",
        behind="ore|ora|secolo|percentile",
        aged="età di|età|di età",
        ages="anni|anno",
        units="persone|donne|uomini|bambin*|ragazz*|arrivi|morti|casi|milion*|mila|famiglie|"
        "rifugiat*",
        stops="es.|cfr.|ca.|dott.|prof.|sig.|ecc.|ed.",
    ),
    "ru": NumberWords(
        before="стать*|ст.|глав*|гл.|раздел*|разд.|част*|ч.|рисун*|рис.|таблиц*|табл.|вставк*|"
        "примечани*|прим.|сноск*|страниц*|стр.|с.|пункт*|п.|пп.|параграф*|абзац*|приложени*|"
        "прил.|протокол*|резолюци*|директив*|закон*|номер*|№|правил*|шаг*|верси*|издани*|том*|т.|"
        "выпуск*|вып.|маршрут*|строк*|уровн*|уровень|фаз*|этап*|стади*|тип*|класс*|групп*|вариант*|"
        "сценари*|цел*|зон*|район*|день|недел*|месяц*|квартал*|раунд*|волн*|уравнени*|пример*|"
        "слайд*|вопрос*|ступен*",
        behind="век*|вв.|в.|час*|ч.|-х|-е|-го|-й|-я|-м|-ые|-ых|годы|годов|годах",
        aged="возраст*|в возрасте|в возрасте от|в возрасте до|старше|младше|моложе",
        ages="лет|год|года|году|-летн*",
        units="человек|людей|женщин*|мужчин*|дет*|случа*|смерт*|миллион*|млн|тысяч*|тыс.|семей|"
        "беженц*|рубл*|доллар*",
        stops="т.|е.|к.|д.|п.|г.|гг.|в.|вв.|др.|пр.|см.|ср.|напр.|ок.|им.|ул.|тыс.|млн.|стр.|с.",
    ),
    "ar": NumberWords(
        before="ماد*|مواد|فصل|فصول|قسم|أقسام|جزء|شكل|أشكال|جدول|جداول|إطار|ملاحظة|حاشية|هامش|صفحة|"
        "صفحات|صص|ص|ص.|فقرة|فقرات|بند|بنود|ملحق|مرفق|بروتوكول|قرار|توجيه|لائحة|قانون|رقم|عدد|قاعدة|"
        "خطوة|خطوات|إصدار|طبعة|مجلد|ج.|سطر|نقطة|مستوى|مرحلة|مراحل|نوع|صف|فئة|مجموعة|خيار|سيناريو|"
        "هدف|أهداف|منطقة|حي|يوم|أسبوع|شهر|ربع|جولة|موجة|قرن|ساعة|معادلة|مثال|شريحة|سؤال|آية|تسعينيات",
        aged="عمر*|سن|أعمار*",
        ages="سنة|سنوات|عام|عاما|عامًا|أعوام|عاماً",
        units="شخص|أشخاص|امرأة|نساء|رجل|رجال|طفل|أطفال|حالة|حالات|وفاة|وفيات|مليون|ألف|آلاف|أسرة|لاجئ*",
        stops="د.|أ.|م.|هـ.|ق.|ص.|إلخ.",
        prefixes="[وفبكل]{0,2}(?:ال|لل)?",
    ),
    "he": NumberWords(
        before="סעיף|סעיפים|פרק|פרקים|חלק|חלקים|איור|איורים|תרשים|טבלה|טבלאות|לוח|תיבה|הערה|הערות|"
        "עמוד|עמודים|עמ'|עמ׳|עמ’|ע'|ע׳|ע’|פסקה|נספח|פרוטוקול|החלטה|הנחיה|תקנה|תקנות|חוק|מס'|מס׳|מס’|מספר|"
        "כלל|צעד|שלב|שלבים|גרסה|מהדורה|כרך|גיליון|שורה|נקודה|רמה|סוג|כיתה|קבוצה|אפשרות|תרחיש|יעד|"
        "אזור|רובע|יום|שבוע|חודש|רבעון|סבב|גל|מאה|שעה|שנות|משוואה|דוגמה|שקופית|שאלה|פסוק|ה-|ה־",
        aged="גיל|גילאי|בן|בת|בני|בנות",
        ages="שנים|שנה|שנות",
        units="אנשים|איש|נשים|גברים|ילדים|ילדות|מקרים|מקרי|מיליון|אלף|אלפים|משפחות|פליטים",
        stops="ד\"ר.|פרופ'.|וכו'.",
        prefixes="[והבלמכש]{0,3}",
    ),
    "zh": NumberWords(
        before="第|表|图|圖|附件|附录|附錄|专栏|公式|式|例|注|款|卷",
        behind="页|頁|条|條|章|节|節|款|项|項|号|號|期|卷|册|版|级|級|年级|年級|阶段|階段|世纪|世紀|"
        "年代|点|點|时|時|分|秒|届|屆|次会议|楼|室|行",
        ages="岁|歲|周岁|週歲",
        units="人|名|位|例|万|萬|千|户|戶|美元|元",
    ),
    "ja": NumberWords(
        before="第|表|図|付録|附属書|式|例|注|問",
        behind="ページ|頁|条|章|節|項|号|巻|版|級|年生|段階|世紀|年代|時|分|秒|回目|番目|番|行|室|階",
        ages="歳|才|代",
        units="人|名|件|例|万|千|世帯|ドル|円",
    ),
    "ko": NumberWords(
        before="제|표|그림|도표|상자|부록|별표|부속서|결의|결의안|의정서|식|수식|예|주|각주|문|슬라이드|"
        "버전|단계|구역|그룹|유형",
        behind="쪽|페이지|면|장|절|항|호|권|판|급|등급|학년|학기|단계|세기|년대|시|분|초|번째|번|차|위|"
        "기|행|층|호실|주차|일차|분기",
        aged="나이|연령|만",
        ages="세|살|대",
        units="명|인|건|사람|만|천|가구|달러|원",
    ),
}
"""The words by the language's subtag (BCP 47); those of English serve beside every other."""
