/** Country codes (ISO 3166), each with those of its regions, as `date-holidays` has them: its data itself weighs 1 MB. A test compares. */
const places = `
AD:03,07 AE AG:10 AI AL AM AO AR AS AT:1,2,3,4,5,6,7,8,9 AU:ACT,NSW,NT,QLD,SA,TAS,VIC,WA AW AX AZ BA:BIH,BRC,SRP BB BD
BE:BRU,DE,VLG,WAL BF BG BH BI BJ BL BM BN BO:B,C,H,L,N,O,P,S,T BQ:BO,SA,SE
BR:AC,AL,AM,AP,BA,CE,DF,ES,GO,MA,MG,MS,MT,PA,PB,PE,PI,PR,RJ,RN,RO,RR,RS,SC,SE,SP,TO BS BW BY BZ
CA:AB,BC,MB,NB,NL,NS,NT,NU,ON,PE,QC,SK,YT CC CD CF CG
CH:ZH,BE,LU,UR,SZ,OW,NW,GL,ZG,FR,SO,BS,BL,SH,AR,AI,SG,GR,AG,TG,TI,VD,VS,NE,GE,JU CI CK CL:AP,BI,NU,TA CM CN CO CR CU
CV:S CW CX CY CZ DE:BB,BE,BW,BY,HB,HE,HH,MV,NI,NW,RP,SH,SL,SN,ST,TH DJ DK DM DO DZ EC:P EE EG EH ER
ES:AN,AR,AS,CB,CE,CL,CM,CN,CT,EX,GA,IB,MC,MD,ML,NC,PV,RI,VC ET FI FJ FO FR:57,67,68,YT,MQ,GP,GF,RE,MF,BL GA
GB:ALD,ENG,NIR,SCT,WLS GD GE GF GG GH GI GL GM GN GP GQ GR GT:1 GU GW GY HK HN HR:17,19 HT HU IC:EH,FU,GC,LG,LP,LA,TE
ID IE IL IM
IN:AN,AP,AR,AS,BR,CH,CT,DD,DL,DN,GA,GJ,HP,HR,JK,KA,KL,LD,MH,ML,MN,MP,MZ,NL,OR,PB,PY,RJ,SK,TG,TN,TR,UP,UT,WB IR IS
IT:21,25,32,52,62,82 JE JM JP KE KM KN KR KY KZ LC LI LK LR LS LT LU LV LY MA MC MD:CA,CU ME MF MG MK ML MQ MR MS MT
MU MW MX MY:10,11,12,13,14,15,16,01,02,03,04,05,06,07,08,09 MZ NA NC NE NF NG NI NL:GR,NH,ZH NO
NZ:AUK,BOP,CAN,CIT,GIS,HKB,MBH,MWT,NSN,NTL,OTA,STL,TAS,TKI,WKO,WGN,WTC PA PE:CUS PF PH PK:BA,GB,IS,JK,KP,PB,SD PL PM
PR PT PY RE RO RS RU:AD,AL,BA,BEL,BRY,BU,CE,CR,CU,DA,IN,IRK,KB,KC,KDA,KL,KO,KR,MR,NO,OMS,PNZ,SA,SAR,SEV,STA,TA,TY,ZAB
RW SA SC SD SE SG SH:AC,HL,TA SI SJ SK SL SM SN SO:AW,SA,SO,TO,WO SR SS ST SV:SS SX SZ TC TD TG TH TN TO TR TT TW TZ
UA UG
US:AL,AK,AZ,AR,CA,CO,CT,DE,DC,FL,GA,HI,ID,IL,IN,IA,KS,KY,LA,ME,MD,MA,MI,MN,MS,MO,MT,NE,NV,NH,NJ,NM,NY,NC,ND,OH,OK,OR,PA,RI,SC,SD,TN,TX,UT,VT,VA,WA,WV,WI,WY
UY UZ VA VC VE:B,G,K,M,N,S,V VG VI VN VU WF XK YT ZA ZM ZW
`

/** The countries whose public holidays are known, each with the regions that have some of their own. */
export const holidayPlaces: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  places
    .trim()
    .split(/\s+/)
    .map((one) => {
      const [country = '', regions] = one.split(':')
      return [country, new Set(regions?.split(','))]
    }),
)

/** Of what no public holidays are known that a place (`DE-XX`) names, and what to write instead; undefined where all is known. */
export function problemOfHolidays(place: string | undefined): { what: string; mend: string } | undefined {
  if (place === undefined || place === 'none') return undefined
  const [country = '', region] = place.split('-')
  const regions = holidayPlaces.get(country)
  if (!regions) {
    const mend = 'write its ISO 3166 code (RU, GB), or leave "holidays" out and name the days under "days-off"'
    return { what: `the country "${country}"`, mend }
  }
  if (region === undefined || regions.has(region)) return undefined
  const known = regions.size > 0 ? `one of ${[...regions].join(', ')} or ` : ''
  return { what: `the region "${region}" of "${country}"`, mend: `write ${known}"${country}" alone` }
}
