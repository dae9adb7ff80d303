import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'

// By itself zod/mini calls whatever is wrong "Invalid input"; people are to read what. Names, routes and settings bring this, and so every program has it.
z.config(en())
