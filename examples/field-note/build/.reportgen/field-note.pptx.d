build/field-note.pptx: \
  content/data/arrivals.csv \
  content/data/arrivals.yaml \
  content/data/motives.csv \
  content/data/motives.yaml \
  content/data/north_koreans_in_china_estimates.csv \
  content/data/north_koreans_in_china_estimates.yaml \
  content/data/provinces.csv \
  content/data/provinces.yaml \
  content/facts.yaml \
  content/field-note.md \
  content/references.json

content/data/arrivals.csv:
content/data/arrivals.yaml:
content/data/motives.csv:
content/data/motives.yaml:
content/data/north_koreans_in_china_estimates.csv:
content/data/north_koreans_in_china_estimates.yaml:
content/data/provinces.csv:
content/data/provinces.yaml:
content/facts.yaml:
content/field-note.md:
content/references.json:
