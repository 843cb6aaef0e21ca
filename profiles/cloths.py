"""The cloths: one woven pattern for each job area, and the rose that is the site's own motif.

Each is the path data of a 15 by 15 grid of threads, runs merged into rectangles. The two dyes of a cloth are
in static/css/tokens.css, under the same name.
"""

ROSE = (
    "M0 0h15v1h-15zM0 1h1v6h-1zM7 1h1v3h-1zM14 1h1v6h-1zM2 2h4v1h-4zM9 2h4v1h-4zM2 3h2v1h-2zM11 3h2v1h-2z"
    "M2 4h1v2h-1zM5 4h2v1h-2zM8 4h2v1h-2zM12 4h1v2h-1zM4 5h2v1h-2zM9 5h2v1h-2zM4 6h1v1h-1zM6 6h3v1h-3z"
    "M10 6h1v1h-1zM0 7h4v1h-4zM6 7h1v1h-1zM8 7h1v1h-1zM11 7h4v1h-4zM0 8h1v6h-1zM4 8h1v1h-1zM6 8h3v1h-3z"
    "M10 8h1v1h-1zM14 8h1v6h-1zM2 9h1v2h-1zM4 9h2v1h-2zM9 9h2v1h-2zM12 9h1v2h-1zM5 10h2v1h-2z"
    "M8 10h2v1h-2zM2 11h2v1h-2zM7 11h1v3h-1zM11 11h2v1h-2zM2 12h4v1h-4zM9 12h4v1h-4zM0 14h15v1h-15z"
)

CLOTHS = {
    "retail": (
        "M0 0h3v3h-3zM4 0h3v2h-3zM8 0h3v2h-3zM12 0h3v3h-3zM3 3h2v2h-2zM6 3h3v1h-3zM10 3h2v2h-2zM0 4h2v3h-2z"
        "M13 4h2v3h-2zM5 5h1v1h-1zM7 5h1v1h-1zM9 5h1v1h-1zM3 6h1v3h-1zM6 6h3v1h-3zM11 6h1v3h-1zM5 7h5v1h-5z"
        "M0 8h2v3h-2zM6 8h3v1h-3zM13 8h2v3h-2zM5 9h1v1h-1zM7 9h1v1h-1zM9 9h1v1h-1zM3 10h2v2h-2zM10 10h2v2h-2z"
        "M6 11h3v1h-3zM0 12h3v3h-3zM12 12h3v3h-3zM4 13h3v2h-3zM8 13h3v2h-3z"
    ),
    "health": (
        "M3 0h2v3h-2zM10 0h2v3h-2zM1 1h1v1h-1zM6 1h3v2h-3zM13 1h1v1h-1zM0 3h4v2h-4zM11 3h4v2h-4zM5 4h2v2h-2z"
        "M8 4h2v2h-2zM1 6h2v3h-2zM4 6h7v3h-7zM12 6h2v3h-2zM5 9h2v2h-2zM8 9h2v2h-2zM0 10h4v2h-4zM11 10h4v2h-4z"
        "M3 12h2v3h-2zM6 12h3v2h-3zM10 12h2v3h-2zM1 13h1v1h-1zM13 13h1v1h-1z"
    ),
    "build": (
        "M0 0h4v2h-4zM5 0h5v2h-5zM11 0h4v2h-4zM0 3h2v2h-2zM3 3h4v2h-4zM8 3h4v2h-4zM13 3h2v2h-2zM0 6h4v3h-4z"
        "M5 6h5v3h-5zM11 6h4v3h-4zM0 10h2v2h-2zM3 10h4v2h-4zM8 10h4v2h-4zM13 10h2v2h-2zM0 13h4v2h-4z"
        "M5 13h5v2h-5zM11 13h4v2h-4z"
    ),
    "digital": (
        "M0 0h4v1h-4zM5 0h2v1h-2zM8 0h2v1h-2zM11 0h4v1h-4zM0 1h1v2h-1zM3 1h1v1h-1zM5 1h1v1h-1zM9 1h1v1h-1z"
        "M11 1h1v1h-1zM14 1h1v2h-1zM2 2h2v1h-2zM5 2h5v1h-5zM11 2h2v1h-2zM0 3h3v1h-3zM7 3h1v2h-1zM12 3h3v1h-3z"
        "M4 4h2v1h-2zM9 4h2v1h-2zM0 5h3v1h-3zM4 5h1v1h-1zM6 5h3v1h-3zM10 5h1v1h-1zM12 5h3v1h-3zM0 6h1v1h-1z"
        "M2 6h1v1h-1zM5 6h5v1h-5zM12 6h1v1h-1zM14 6h1v1h-1zM2 7h11v1h-11zM0 8h1v1h-1zM2 8h1v1h-1zM5 8h5v1h-5z"
        "M12 8h1v1h-1zM14 8h1v1h-1zM0 9h3v1h-3zM4 9h1v1h-1zM6 9h3v1h-3zM10 9h1v1h-1zM12 9h3v1h-3z"
        "M4 10h2v1h-2zM7 10h1v2h-1zM9 10h2v1h-2zM0 11h3v1h-3zM12 11h3v1h-3zM0 12h1v2h-1zM2 12h2v1h-2z"
        "M5 12h5v1h-5zM11 12h2v1h-2zM14 12h1v2h-1zM3 13h1v1h-1zM5 13h1v1h-1zM9 13h1v1h-1zM11 13h1v1h-1z"
        "M0 14h4v1h-4zM5 14h2v1h-2zM8 14h2v1h-2zM11 14h4v1h-4z"
    ),
    "land": (
        "M0 0h2v1h-2zM5 0h2v1h-2zM8 0h2v1h-2zM13 0h2v1h-2zM0 1h3v1h-3zM6 1h3v1h-3zM12 1h3v1h-3zM1 2h3v1h-3z"
        "M7 2h1v1h-1zM11 2h3v1h-3zM2 3h3v1h-3zM10 3h3v1h-3zM3 4h3v1h-3zM9 4h3v1h-3zM0 5h1v1h-1zM4 5h3v1h-3z"
        "M8 5h3v1h-3zM14 5h1v1h-1zM0 6h2v1h-2zM5 6h5v1h-5zM13 6h2v1h-2zM1 7h2v1h-2zM6 7h3v1h-3zM12 7h2v1h-2z"
        "M0 8h2v1h-2zM5 8h5v1h-5zM13 8h2v1h-2zM0 9h1v1h-1zM4 9h3v1h-3zM8 9h3v1h-3zM14 9h1v1h-1zM3 10h3v1h-3z"
        "M9 10h3v1h-3zM2 11h3v1h-3zM10 11h3v1h-3zM1 12h3v1h-3zM7 12h1v1h-1zM11 12h3v1h-3zM0 13h3v1h-3z"
        "M6 13h3v1h-3zM12 13h3v1h-3zM0 14h2v1h-2zM5 14h2v1h-2zM8 14h2v1h-2zM13 14h2v1h-2z"
    ),
    "arts": (
        "M0 0h1v1h-1zM7 0h1v1h-1zM14 0h1v1h-1zM1 1h2v1h-2zM6 1h3v1h-3zM12 1h2v1h-2zM1 2h3v1h-3zM5 2h2v1h-2z"
        "M8 2h2v1h-2zM11 2h3v1h-3zM2 3h4v1h-4zM9 3h4v1h-4zM3 4h3v1h-3zM9 4h3v1h-3zM2 5h4v1h-4zM7 5h1v1h-1z"
        "M9 5h4v1h-4zM1 6h2v1h-2zM6 6h3v1h-3zM12 6h2v1h-2zM0 7h2v1h-2zM5 7h2v1h-2zM8 7h2v1h-2zM13 7h2v1h-2z"
        "M1 8h2v1h-2zM6 8h3v1h-3zM12 8h2v1h-2zM2 9h4v1h-4zM7 9h1v1h-1zM9 9h4v1h-4zM3 10h3v1h-3zM9 10h3v1h-3z"
        "M2 11h4v1h-4zM9 11h4v1h-4zM1 12h3v1h-3zM5 12h2v1h-2zM8 12h2v1h-2zM11 12h3v1h-3zM1 13h2v1h-2z"
        "M6 13h3v1h-3zM12 13h2v1h-2zM0 14h1v1h-1zM7 14h1v1h-1zM14 14h1v1h-1z"
    ),
    "public": (
        "M0 0h3v1h-3zM4 0h7v1h-7zM12 0h3v1h-3zM0 1h1v2h-1zM4 1h1v1h-1zM10 1h1v1h-1zM14 1h1v2h-1zM2 2h3v1h-3z"
        "M6 2h3v2h-3zM10 2h3v1h-3zM2 3h1v1h-1zM12 3h1v1h-1zM0 4h3v1h-3zM4 4h2v1h-2zM9 4h2v1h-2zM12 4h3v1h-3z"
        "M0 5h1v5h-1zM4 5h7v1h-7zM14 5h1v5h-1zM2 6h2v3h-2zM5 6h2v1h-2zM8 6h2v1h-2zM11 6h2v3h-2zM5 7h1v1h-1z"
        "M9 7h1v1h-1zM5 8h2v1h-2zM8 8h2v1h-2zM4 9h7v1h-7zM0 10h3v1h-3zM4 10h2v1h-2zM9 10h2v1h-2z"
        "M12 10h3v1h-3zM2 11h1v1h-1zM6 11h3v2h-3zM12 11h1v1h-1zM0 12h1v2h-1zM2 12h3v1h-3zM10 12h3v1h-3z"
        "M14 12h1v2h-1zM4 13h1v1h-1zM10 13h1v1h-1zM0 14h3v1h-3zM4 14h7v1h-7zM12 14h3v1h-3z"
    ),
    "engine": (
        "M1 0h2v1h-2zM5 0h2v1h-2zM8 0h2v1h-2zM12 0h2v1h-2zM0 1h2v1h-2zM4 1h2v1h-2zM9 1h2v1h-2zM13 1h2v1h-2z"
        "M0 2h1v1h-1zM3 2h2v1h-2zM7 2h1v1h-1zM10 2h2v1h-2zM14 2h1v1h-1zM2 3h2v1h-2zM6 3h3v1h-3zM11 3h2v1h-2z"
        "M1 4h2v1h-2zM5 4h2v1h-2zM8 4h2v1h-2zM12 4h2v1h-2zM0 5h2v1h-2zM4 5h2v1h-2zM9 5h2v1h-2zM13 5h2v1h-2z"
        "M0 6h1v1h-1zM3 6h2v1h-2zM7 6h1v1h-1zM10 6h2v1h-2zM14 6h1v1h-1zM2 7h2v1h-2zM6 7h3v1h-3zM11 7h2v1h-2z"
        "M0 8h1v1h-1zM3 8h2v1h-2zM7 8h1v1h-1zM10 8h2v1h-2zM14 8h1v1h-1zM0 9h2v1h-2zM4 9h2v1h-2zM9 9h2v1h-2z"
        "M13 9h2v1h-2zM1 10h2v1h-2zM5 10h2v1h-2zM8 10h2v1h-2zM12 10h2v1h-2zM2 11h2v1h-2zM6 11h3v1h-3z"
        "M11 11h2v1h-2zM0 12h1v1h-1zM3 12h2v1h-2zM7 12h1v1h-1zM10 12h2v1h-2zM14 12h1v1h-1zM0 13h2v1h-2z"
        "M4 13h2v1h-2zM9 13h2v1h-2zM13 13h2v1h-2zM1 14h2v1h-2zM5 14h2v1h-2zM8 14h2v1h-2zM12 14h2v1h-2z"
    ),
    "food": (
        "M2 0h4v1h-4zM9 0h4v1h-4zM1 1h6v1h-6zM8 1h6v1h-6zM0 2h2v1h-2zM3 2h2v1h-2zM6 2h3v4h-3zM10 2h2v1h-2z"
        "M13 2h2v1h-2zM0 3h3v2h-3zM12 3h3v2h-3zM0 5h2v1h-2zM13 5h2v1h-2zM1 6h6v1h-6zM8 6h6v1h-6zM2 7h4v1h-4z"
        "M7 7h1v1h-1zM9 7h4v1h-4zM1 8h6v1h-6zM8 8h6v1h-6zM0 9h2v1h-2zM6 9h3v4h-3zM13 9h2v1h-2zM0 10h3v2h-3z"
        "M12 10h3v2h-3zM0 12h2v1h-2zM3 12h2v1h-2zM10 12h2v1h-2zM13 12h2v1h-2zM1 13h6v1h-6zM8 13h6v1h-6z"
        "M2 14h4v1h-4zM9 14h4v1h-4z"
    ),
    "office": (
        "M0 0h2v2h-2zM3 0h2v2h-2zM6 0h3v2h-3zM10 0h2v2h-2zM13 0h2v2h-2zM0 3h2v2h-2zM3 3h2v2h-2zM6 3h3v2h-3z"
        "M10 3h2v2h-2zM13 3h2v2h-2zM0 6h2v3h-2zM3 6h2v3h-2zM6 6h1v1h-1zM8 6h1v1h-1zM10 6h2v3h-2zM13 6h2v3h-2z"
        "M7 7h1v1h-1zM6 8h1v1h-1zM8 8h1v1h-1zM0 10h2v2h-2zM3 10h2v2h-2zM6 10h3v2h-3zM10 10h2v2h-2z"
        "M13 10h2v2h-2zM0 13h2v2h-2zM3 13h2v2h-2zM6 13h3v2h-3zM10 13h2v2h-2zM13 13h2v2h-2z"
    ),
    "learn": (
        "M0 0h2v2h-2zM4 0h2v2h-2zM9 0h2v2h-2zM13 0h2v2h-2zM2 2h2v2h-2zM6 2h3v2h-3zM11 2h2v2h-2zM0 4h2v2h-2z"
        "M4 4h2v2h-2zM9 4h2v2h-2zM13 4h2v2h-2zM7 5h1v1h-1zM2 6h2v3h-2zM6 6h3v1h-3zM11 6h2v3h-2zM5 7h2v1h-2z"
        "M8 7h2v1h-2zM6 8h3v1h-3zM0 9h2v2h-2zM4 9h2v2h-2zM7 9h1v1h-1zM9 9h2v2h-2zM13 9h2v2h-2zM2 11h2v2h-2z"
        "M6 11h3v2h-3zM11 11h2v2h-2zM0 13h2v2h-2zM4 13h2v2h-2zM9 13h2v2h-2zM13 13h2v2h-2z"
    ),
    "transport": (
        "M4 0h7v1h-7zM3 1h4v1h-4zM8 1h4v1h-4zM2 2h4v1h-4zM9 2h4v1h-4zM1 3h4v1h-4zM7 3h1v1h-1zM10 3h4v1h-4z"
        "M0 4h4v1h-4zM6 4h3v1h-3zM11 4h4v1h-4zM0 5h3v1h-3zM5 5h2v1h-2zM8 5h2v1h-2zM12 5h3v1h-3zM0 6h2v1h-2z"
        "M4 6h2v1h-2zM9 6h2v1h-2zM13 6h2v1h-2zM0 7h1v1h-1zM3 7h2v1h-2zM10 7h2v1h-2zM14 7h1v1h-1zM0 8h2v1h-2z"
        "M4 8h2v1h-2zM9 8h2v1h-2zM13 8h2v1h-2zM0 9h3v1h-3zM5 9h2v1h-2zM8 9h2v1h-2zM12 9h3v1h-3zM0 10h4v1h-4z"
        "M6 10h3v1h-3zM11 10h4v1h-4zM1 11h4v1h-4zM7 11h1v1h-1zM10 11h4v1h-4zM2 12h4v1h-4zM9 12h4v1h-4z"
        "M3 13h4v1h-4zM8 13h4v1h-4zM4 14h7v1h-7z"
    ),
}
