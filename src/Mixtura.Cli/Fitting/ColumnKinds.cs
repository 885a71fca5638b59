using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The kind of component of columns that are categories, counts and numbers.</summary>
internal static class ColumnKinds
{
    /// <summary>The kind: of categories or counts alone, or of all together.</summary>
    /// <param name="rows">The columns, with the levels of the categories.</param>
    /// <param name="categories">The columns of categories.</param>
    /// <param name="counts">Those of counts.</param>
    /// <param name="numbers">Those of numbers.</param>
    /// <param name="kindOfNumbers">What the numbers look like.</param>
    /// <param name="smoothing">The rows that a prior of the categories counts for.</param>
    /// <exception cref="InputException">They cannot stand beside one another.</exception>
    public static ComponentKind Of(DataColumns rows, int[] categories, int[] counts, int[] numbers, ComponentKind kindOfNumbers, double smoothing)
    {
        var ofCategories = categories.Length > 0 ? ComponentKind.Of(new CategoricalFamily(new CategoricalLevels(categories.Select(j => rows.Levels[j])), smoothing)) : null;
        var ofCounts = counts.Length > 0 ? ComponentKind.Of(new PoissonFamily()) : null;
        if (numbers.Length == 0 && (ofCategories is null || ofCounts is null))
        {
            return ofCategories ?? ofCounts!;
        }

        var parts = new List<ColumnsPart>();
        if (ofCategories is not null)
        {
            parts.Add(ColumnsPart.Of(ofCategories, categories));
        }

        if (ofCounts is not null)
        {
            parts.Add(ColumnsPart.Of(ofCounts, counts));
        }

        if (numbers.Length > 0)
        {
            parts.Add(ColumnsPart.Of(kindOfNumbers, numbers));
        }

        return ColumnsMixture.Kind(parts);
    }
}
