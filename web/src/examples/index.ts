// The programs that one can begin with.
import classes from './classes.lox?raw';
import closures from './closures.lox?raw';
import endless from './endless.lox?raw';
import error from './error.lox?raw';
import generators from './generators.lox?raw';
import inheritance from './inheritance.lox?raw';
import mandelbrot from './mandelbrot.lox?raw';
import queens from './queens.lox?raw';
import welcome from './welcome.lox?raw';

export interface Example {
  title: string;
  source: string;
}

/** In the order of the list on the page; the first is what it opens with. */
export const examples: readonly Example[] = [
  { title: 'Welcome', source: welcome },
  { title: 'Closures', source: closures },
  { title: 'Classes', source: classes },
  { title: 'Inheritance', source: inheritance },
  { title: 'Generators of a kind', source: generators },
  { title: 'Eight queens', source: queens },
  { title: 'Mandelbrot set', source: mandelbrot },
  { title: 'An error', source: error },
  { title: 'An endless loop', source: endless },
];
