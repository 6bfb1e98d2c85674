"""People counted, by year, and by how much they grew."""


def draw(figure, count, facts, brand):
    axes = figure.subplots()
    axes.bar([str(year) for year in count["year"]], count["total"], color=brand.color("primary"))
    axes.set_title(str(facts["growth"]))
