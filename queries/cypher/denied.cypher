// title: What sources deny
// question: What do sources deny about {disease}?
// personas: patient, clinician, data scientist
// param: disease disease lms:Leiomyosarcoma the disease asked about
MATCH (disease:Resource {iri: $disease})
WITH disease,
  COLLECT { MATCH (disease)-[:SUB_CLASS_OF*1..]->(x) RETURN DISTINCT x.iri } AS broader,
  COLLECT { MATCH (x)-[:SUB_CLASS_OF*1..]->(disease) RETURN DISTINCT x.iri } AS narrower,
  COLLECT {
    MATCH (disease)-[:OVERLAPS]-(x) RETURN x.iri AS iri
    UNION
    MATCH (kind)-[:SUB_CLASS_OF*1..]->(disease) MATCH (kind)-[:SUB_CLASS_OF*1..]->(x) RETURN x.iri AS iri
  } AS overlapping
MATCH (claim:Claim)-[:PREDICATE]->(predicate)
WHERE EXISTS { (claim)-[:POLARITY]->({curie: 'kg:Denied'}) }
MATCH (claim)-[:SUBJECT]->(subject) MATCH (claim)-[:OBJECT]->(object)
WHERE object.label IS NOT NULL
OPTIONAL MATCH (claim)-[:NEGATION_SCOPE]->(scope)
// what is said, of which disease, how it is meant
MATCH (claim)-[:DISEASE]->(about) MATCH (claim)-[:READING]->(reading) MATCH (claim)-[:POLARITY]->(polarity)
MATCH (claim)-[:EVIDENCE]->(evidence)-[:SOURCE]->(source)
UNWIND coalesce(claim.caution, [null]) AS caution
// how it stands among the sources, how strong its evidence is, and where to look it up
OPTIONAL MATCH (claim)-[:STANDING]->(standing)
OPTIONAL MATCH (evidence)-[:STRENGTH]->(strength)
OPTIONAL MATCH (evidence)-[:DESIGN]->(design)
OPTIONAL MATCH (evidence)-[:READ_AS]->(ownReadAs)
OPTIONAL MATCH (evidence)-[:HAS_SOURCE]->()<-[:TEXT]-()-[:READ_AS]->(sourceReadAs)
OPTIONAL MATCH (source)-[:TEXT]->(stored)
OPTIONAL MATCH (evidence)-[:HAD_PRIMARY_SOURCE]->(behind) WHERE behind.dcterms_title IS NOT NULL
WITH *,
  // how near the disease spoken of is to the one asked about; nothing is handed down
  CASE
    WHEN about = disease THEN '1 said of this disease'
    WHEN about.curie = 'kg:NoDisease' THEN '6 said of no disease'
    WHEN about.iri IN broader AND reading.curie = 'kg:EachCase' THEN '2 said of each case of a broader disease'
    WHEN about.iri IN broader THEN '3 said of a broader disease as a group, or of an overlapping one'
    WHEN about.iri IN narrower THEN '5 said of one of its kinds'
    WHEN about.iri IN overlapping THEN '3 said of a broader disease as a group, or of an overlapping one'
    WHEN about:InheritedGeneticCondition THEN '6 said of an inherited condition itself'
    ELSE '4 documented for another tumour'
  END AS group,
  // what claims of other sources say to it
  COLLECT {
    MATCH (claim)<-[link:COMPARES|WITH]-(comparison)-[:VERDICT]->(verdict)
    MATCH (comparison)-[:REASON]->(reason)
    MATCH (comparison)-[back:COMPARES|WITH]->(other)-[:EVIDENCE]->(proof)-[:SOURCE]->(title)
    WHERE type(back) <> type(link)
    OPTIONAL MATCH (proof)-[:STRENGTH]->(level)
    WITH CASE type(link) WHEN 'WITH' THEN 'another source, ' ELSE 'this, against ' END
      + title.dcterms_title + coalesce(' (' + level.label + ')', '') + ': ' + verdict.label + ', ' + reason.label AS voice
    RETURN DISTINCT voice ORDER BY voice
  } AS voices,
  // conditions and other qualifiers: between nodes, or a property that bears the local name
  COLLECT {
    WITH claim
    CALL (claim) {
      MATCH (claim)-[r]->(value) RETURN r.predicate AS iri, coalesce(value.label, value.statement, value.iri) AS text
      UNION
      UNWIND keys(claim) AS key UNWIND [] + claim[key] AS value
      RETURN 'https://w3id.org/lmskg/vocab/' + key AS iri, toString(value) AS text
    }
    MATCH (slot:Resource {iri: iri})-[:QUALIFIES]->(:Resource {iri: 'https://w3id.org/lmskg/vocab/Claim'})
    WITH slot.label + ': ' + text AS part
    RETURN DISTINCT part ORDER BY part
  } AS parts,
  // numbers, with what they count
  COLLECT {
    MATCH (claim)-[:MEASUREMENT]->(measurement)
    CALL (measurement) {
      MATCH (measurement)-[r]->(value) RETURN r.predicate AS iri, coalesce(value.label, value.iri) AS text
      UNION
      UNWIND keys(measurement) AS key UNWIND [] + measurement[key] AS value
      WITH key, toString(value) AS text
      RETURN 'https://w3id.org/lmskg/vocab/' + key AS iri, CASE
        WHEN text =~ '-?[0-9]+[.]0+' THEN split(text, '.')[0]
        WHEN text = 'P1Y' THEN '1 year'
        WHEN text =~ 'P[0-9]+Y' THEN substring(text, 1, size(text) - 2) + ' years'
        WHEN text =~ 'P[0-9]+M' THEN substring(text, 1, size(text) - 2) + ' months'
        ELSE text END AS text
    }
    MATCH (slot:Resource {iri: iri})-[:QUALIFIES]->(:Resource {iri: 'https://w3id.org/lmskg/vocab/Measurement'})
    WITH DISTINCT measurement.iri AS iri, slot.label + ': ' + text AS part ORDER BY iri, part
    WITH iri, collect(part) AS parts ORDER BY iri
    RETURN reduce(all = head(parts), part IN tail(parts) | all + ', ' + part)
  } AS figures,
  // the words of the source
  COLLECT {
    MATCH (claim)-[:EVIDENCE]->()-[:HAS_SELECTOR]->(selector)
    WITH DISTINCT selector.oa_start AS start, selector.oa_exact AS words ORDER BY start
    WHERE start IS NOT NULL AND words IS NOT NULL
    RETURN words
  } AS words
RETURN DISTINCT
  group, claim.statement AS statement, subject.label AS subjectLabel, predicate.label AS relation,
  object.label AS objectLabel, scope.label AS whatIsDenied, about.label AS saidOf,
  reading.label AS reading, polarity.label AS polarity,
  reduce(all = head(figures), one IN tail(figures) | all + ' | ' + one) AS measured,
  reduce(all = head(parts), one IN tail(parts) | all + '; ' + one) AS qualifiers, caution,
  standing.label AS standing,
  reduce(all = head(voices), one IN tail(voices) | all + '; ' + one) AS otherSources,
  strength.label AS strength, design.label AS design, evidence.sampleSize AS people,
  coalesce(ownReadAs.label, sourceReadAs.label) AS readAs, behind.dcterms_title AS original,
  reduce(all = head(words), one IN tail(words) | all + ' … ' + one) AS quote,
  source.dcterms_title AS source,
  coalesce('https://doi.org/' + source.doi, 'https://pubmed.ncbi.nlm.nih.gov/' + source.pmid,
    'https://www.ncbi.nlm.nih.gov/pmc/articles/' + source.pmcid,
    'https://www.ncbi.nlm.nih.gov/books/' + source.nbk, 'https://clinicaltrials.gov/study/' + source.nct,
    source.address, 'the stored text: ' + stored.file, 'the original: https://doi.org/' + behind.doi,
    'the original: https://clinicaltrials.gov/study/' + behind.nct,
    'the original: ' + coalesce(behind.address, behind.dcterms_identifier, behind.dcterms_bibliographicCitation),
    source.dcterms_bibliographicCitation, 'the original: ' + behind.dcterms_title) AS identifier,
  subject.iri AS subject, object.iri AS object, claim.iri AS claim, disease.iri AS disease
ORDER BY [one IN [
  group, relation, statement, subjectLabel, objectLabel, whatIsDenied, saidOf, reading, polarity,
  measured, qualifiers, caution, standing, otherSources, strength, design, people, readAs, original,
  quote, source, identifier, subject, object, claim, disease
] | coalesce(one, '')]
