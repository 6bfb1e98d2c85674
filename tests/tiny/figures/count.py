"""People counted, by year."""


def draw(figure, count, brand):
    axes = figure.subplots()
    axes.bar([str(year) for year in count["year"]], count["total"], color=brand.color("primary"))
