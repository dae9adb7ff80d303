// Stands for modules of which nothing is called.
