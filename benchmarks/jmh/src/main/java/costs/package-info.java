/**
 * Measures all, one after the other, and writes what it finds: figures as JSON, a page, and plots.
 * {@link costs.Costs} begins it.
 */
package costs;
