using Mixtura.Mixtures.Parts;

namespace Mixtura.Families.Columns;

/// <summary>θ of columns of different kinds: the weights, and a model of each kind over its columns. Immutable.</summary>
/// <param name="weights">πₖ.</param>
/// <param name="parts">The parts, each with columns.</param>
internal sealed class ColumnsParameters(double[] weights, PartModel[] parts)
{
    /// <summary>K.</summary>
    public int Components => weights.Length;

    /// <summary>D.</summary>
    public int Features { get; } = parts.Sum(static part => part.Columns.Length);

    /// <summary>πₖ.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The parts.</summary>
    public IReadOnlyList<PartModel> Parts => parts;

    /// <summary>The part that a column belongs to, and its place among that part's columns.</summary>
    public (PartModel Part, int Place) Find(int column)
    {
        foreach (var part in parts)
        {
            int place = Array.IndexOf(part.Columns, column);
            if (place >= 0)
            {
                return (part, place);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(column), column, "There is no such column.");
    }
}

/// <summary>One kind's model over its columns.</summary>
/// <param name="Kind">Which of the family's parts it is of.</param>
/// <param name="Columns">The columns, counted from 0, in the order that the model has them.</param>
/// <param name="Model">Its parameters.</param>
internal sealed record PartModel(int Kind, int[] Columns, object Model);

/// <summary>A kind and the columns that are of it.</summary>
/// <param name="Family">The kind.</param>
/// <param name="Columns">The columns, counted from 0.</param>
internal sealed record ColumnsOfKind(FamilyPart Family, int[] Columns);
