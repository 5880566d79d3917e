"""draw_*(axes, values): artists on the axes that it is given."""
