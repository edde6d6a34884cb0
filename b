dataset.format = 1
dataset.title="t"
[[task]]
id = "T1"
title = "x"
# c
[[task]]
id = "T2"
title = "y"