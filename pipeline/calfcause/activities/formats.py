"""The lists of activities that are known: their columns as data, in nine languages and more."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from calfcause.activities.sports import plain


@dataclass(frozen=True, kw_only=True)
class Format:
    """A list of activities as a table.

    Attributes
    ----------
    names : every name of a column that was seen, by field
    needs : fields without which a table is not of this format
    km, minutes : size of the unit of distance and time, of names without a unit; 0 is found from
        the values
    clock : whether times are written as a clock, m:ss or h:mm:ss
    utc : whether start times are UTC
    last : fields that are taken from the last of several columns of the same name
    sports : the sports by their numbers, where a column holds these
    one : whether the table has one row, and another table below
    """

    title: str
    names: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    km: float = 1.0
    minutes: float = 1.0
    clock: bool = False
    utc: bool = False
    last: frozenset[str] = field(default=frozenset())
    sports: Mapping[str, str] = field(default_factory=dict, hash=False)
    one: bool = False


def _names(**fields: str) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(plain(one.strip()) for one in texts.split("|"))
        for name, texts in fields.items()
    }


STRAVA = Format(
    title="Strava",
    names=_names(
        id="Activity ID|Aktivitäts-ID|ID de actividad|ID aktivity",
        start="Activity Date|Aktivitätsdatum|Fecha de la actividad|Datum aktivity",
        title="Activity Name|Name der Aktivität|Nombre de la actividad|Název aktivity",
        sport="Activity Type|Aktivitätsart|Tipo de actividad|Typ aktivity",
        note="Activity Description|Aktivitätsbeschreibung|Popis aktivity",
        private="Activity Private Note|Hinweis zur Privatsphäre für Aktivitäten",
        timer="Elapsed Time|Verstrichene Zeit|Uplynulý čas",
        distance="Distance|Distanz|Vzdálenost",
        gear="Activity Gear|Aktivitätsausrüstung|Vybavení na aktivitu",
        file="Filename|Dateiname|Nombre del archivo|Název souboru",
        moving="Moving Time|Bewegungszeit|Aktivní čas",
        gain="Elevation Gain|Höhenzunahme|Nastoupaná výška",
        loss="Elevation Loss|Höhenunterschied|Naklesaná výška",
        cadence="Average Cadence|Durchschnittliche Trittfrequenz",
        steps="Total Steps|Schritte insgesamt",
    ),
    needs=("id", "start", "sport", "timer", "distance"),
    km=0.0,
    minutes=1 / 60,
    utc=True,
    last=frozenset({"distance", "timer"}),
)
# Where the columns of a Strava export in a language without names here stand: the first seven held
# in every year, and these follow the second column of elapsed time.
STRAVA_FIRST = ("id", "start", "title", "sport", "note", "timer", "distance")
STRAVA_AFTER = {"moving": 1, "distance": 2, "gain": 5, "loss": 6, "cadence": 14}

GARMIN = Format(
    title="Garmin Connect",
    names=_names(
        sport="Activity Type|Aktivitätstyp|Type d'activité|Tipo de actividad|Type activiteit"
        "|Activiteittype|Activiteitstype|Tipo di attività|Tipo attività|Tipo de atividade"
        "|Aktivitetstype|Typ aktywności|Rodzaj aktywności|Aktivitetstyp",
        start="Date|Datum|Fecha|Data|Dato",
        title="Title|Titel|Titre|Título|Titolo|Tytuł|Tittel|Naam",
        distance="Distance|Distanz|Distancia|Afstand|Distanza|Distância|Dystans|Distanse|Distans",
        timer="Time|Zeit|Durée|Temps|Tiempo|Tijd|Tempo|Tid|Czas",
        moving="Moving Time|Zeit in Bewegung|Temps de déplacement|Tiempo en movimiento"
        "|Beweegtijd|Bewegingstijd|Tijd in beweging|Tempo in movimento|Tempo em movimento"
        "|Tempo de movimento|Tid i bevægelse|Czas ruchu|Czas w ruchu|Tid i rörelse",
        gain="Total Ascent|Elev Gain|Elevation Gain|Anstieg gesamt|Positiver Höhenunterschied"
        "|Ascension totale|Gain d'altitude|Gain alt.|Ascenso total|Ganancia de altura"
        "|Totale stijging|Hoogtewinst|Totale klim|Ascesa totale|Dislivello positivo"
        "|Guadagno di quota|Subida total|Ascensão total|Ganho de elevação|Højdeforøgelse"
        "|Samlet stigning|Total stigning|Stigning totalt|Całkowity wznios|Suma podejść"
        "|Całkowite wzniesienie|Wzrost wysokości",
        loss="Total Descent|Elev Loss|Elevation Loss|Abstieg gesamt|Negativer Höhenunterschied"
        "|Descente totale|Perte d'altitude|Descenso total|Pérdida de altura|Totale daling"
        "|Hoogteverlies|Discesa totale|Dislivello negativo|Descida total|Perda de elevação"
        "|Højdereduktion|Samlet fald|Totalt fald|Całkowity spadek|Suma zejść|Spadek wysokości",
        cadence="Avg Run Cadence|Ø Schrittfrequenz (Laufen)|Cadence de course moyenne"
        "|Cadencia de carrera media|Gem. loopcadans|Gemiddelde loopcadans"
        "|Cadenza di corsa media|Cadenza media di corsa|Cadência de corrida média"
        "|Cadência média de corrida|Gennemsnit kadence løb|Gennemsnitlig løbekadence"
        "|Średni rytm biegu|Średnia kadencja biegu",
        anyway="Avg Cadence|Avg Bike Cadence",
        steps="Steps|Schritte|Pas|Pasos|Stappen|Passi|Passos|Skridt|Trin|Kroki|Steg|Skritt",
        stride="Avg Stride Length|Ø Schrittlänge|Longueur moyenne des foulées"
        "|Longitud media de zancada|Gem. staplengte|Gemiddelde staplengte"
        "|Lunghezza media passo|Lunghezza media falcata|Comprimento médio da passada"
        "|Comprimento médio de passada|Gennemsnitlig skridtlængde|Średnia długość kroku",
    ),
    needs=("sport", "start", "distance", "timer"),
    km=0.0,
    clock=True,
)
RUNKEEPER = Format(
    title="Runkeeper",
    names=_names(
        start="Date", sport="Type", title="Route Name", distance="Distance", timer="Duration",
        gain="Climb", note="Notes", file="GPX File", id="Activity Id",
    ),
    needs=("start", "sport", "distance", "timer", "gain"),
    clock=True,
)  # fmt: skip
INTERVALS = Format(
    title="intervals.icu",
    names=_names(
        id="id", start="start_date_local", sport="type", title="name", moving="moving_time",
        timer="elapsed_time", distance="distance", gain="total_elevation_gain",
        loss="total_elevation_loss", cadence="average_cadence", note="description",
    ),
    needs=("start", "sport", "distance", "moving"),
    km=1 / 1000,
    minutes=1 / 60,
)  # fmt: skip
TRAININGPEAKS = Format(
    title="TrainingPeaks",
    names=_names(
        start="WorkoutDay", sport="WorkoutType", title="Title", distance="DistanceInMeters",
        timer="TimeTotalInHours", cadence="CadenceAverage", note="AthleteComments",
    ),
    needs=("start", "sport", "distance", "timer"),
    km=1 / 1000,
    minutes=60.0,
)  # fmt: skip
# Of one session; the samples below are passed over. Its name is that of the runner.
POLAR = Format(
    title="Polar Flow",
    names=_names(
        day="Date", start="Start time", sport="Sport", distance="Total distance",
        timer="Duration", cadence="Average cadence (rpm)", gain="Ascent", loss="Descent",
        note="Notes",
    ),
    needs=("day", "start", "sport", "distance", "timer"),
    clock=True,
    one=True,
)  # fmt: skip
# Every name stands there with this in front, or without.
SAMSUNG_PREFIX = "com.samsung.health.exercise."
SAMSUNG = Format(
    title="Samsung Health",
    names=_names(
        start="start_time", zone="time_offset", sport="exercise_type", title="title",
        note="comment", distance="distance", timer="duration", cadence="mean_cadence",
        gain="altitude_gain", loss="altitude_loss",
    ),
    needs=("start", "zone", "sport", "distance", "timer"),
    km=1 / 1000,
    minutes=1 / 60_000,
    utc=True,
    sports={"1001": "walking", "1002": "running", "13001": "hiking", "15005": "treadmill running"},
)  # fmt: skip
# From the one that needs most to the one that needs least.
FORMATS = (STRAVA, RUNKEEPER, POLAR, SAMSUNG, INTERVALS, TRAININGPEAKS, GARMIN)
