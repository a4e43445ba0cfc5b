// title: Statements that carry a hedge
// question: Which statements carry a hedge, in which words, and how is it coded?
// personas: data scientist, ontologist
// ids: Q23
MATCH (claim:Claim)-[:PREDICATE]->(predicate)
WHERE claim.hedge IS NOT NULL
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
  // the words of the source
  COLLECT {
    MATCH (claim)-[:EVIDENCE]->()-[:HAS_SELECTOR]->(selector)
    WITH DISTINCT selector.oa_start AS start, selector.oa_exact AS words ORDER BY start
    WHERE start IS NOT NULL AND words IS NOT NULL
    RETURN words
  } AS words,
  COLLECT { UNWIND claim.hedge AS hedge RETURN DISTINCT hedge ORDER BY hedge } AS hedges,
  // how the hedge is coded
  COLLECT {
    WITH claim
    CALL (claim) {
      MATCH (claim)-[r:MODALITY|FREQUENCY|QUANTIFIER|OBJECT_QUANTIFIER|DEGREE|BASIS|POPULATION_QUANTIFIER]->(value)
      RETURN r.predicate AS iri, value.label AS text
      UNION
      MATCH (claim)-[:MEASUREMENT]->()-[r:PRECISION]->(value) RETURN r.predicate AS iri, value.label AS text
    }
    MATCH (slot:Resource {iri: iri})
    WITH slot.label + ': ' + text AS part
    RETURN DISTINCT part ORDER BY part
  } AS codes
RETURN DISTINCT
  reduce(all = head(hedges), one IN tail(hedges) | all + '; ' + one) AS hedge,
  reduce(all = head(codes), one IN tail(codes) | all + '; ' + one) AS codedAs,
  claim.statement AS statement, about.label AS saidOf, reading.label AS reading,
  polarity.label AS polarity, standing.label AS standing, strength.label AS strength,
  design.label AS design, evidence.sampleSize AS people,
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
  claim.iri AS claim
ORDER BY [one IN [
  hedge, statement, codedAs, saidOf, reading, polarity, standing, strength, design, people, readAs,
  original, quote, source, identifier, claim
] | coalesce(one, '')]
