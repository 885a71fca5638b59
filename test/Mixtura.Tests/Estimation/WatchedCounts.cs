using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Tests.Families.Poisson;

namespace Mixtura.Tests.Estimation;

/// <summary>Poisson mixtures whose coordinates all count the same, with a note of every model that is made and given back.</summary>
internal sealed class WatchedCounts : IVectorModel<PoissonParameters, Sums>
{
    private static readonly PoissonFamily Family = Counts.Family;
    private readonly HashSet<PoissonParameters> leaps = new(ReferenceEqualityComparer.Instance);
    private long rowsSeen;

    public bool RefusesLeaps { get; init; }

    public bool HasVector { get; init; } = true;

    public (long Rows, Action Act) AfterRows { get; init; } = (long.MaxValue, static () => { });

    public int Made { get; private set; }

    public int Leaps => leaps.Count;

    public List<PoissonParameters> Released { get; } = [];

    public Sums CreateStatistics(PoissonParameters model) => Family.CreateStatistics(model);

    public double Expect(PoissonParameters model, RowBlock rows, Sums statistics)
    {
        rowsSeen += rows.Count;
        if (rowsSeen >= AfterRows.Rows)
        {
            AfterRows.Act();
        }

        return ((ILatentVariableModel<PoissonParameters, Sums>)Family).Expect(model, rows, statistics);
    }

    public PoissonParameters Maximize(PoissonParameters current, Sums statistics)
    {
        Made++;
        return Family.Maximize(current, statistics);
    }

    public Degeneracy? FindDegeneracy(PoissonParameters model) =>
        RefusesLeaps && leaps.Contains(model) ? new Degeneracy(DegeneracyKind.Other) : Family.FindDegeneracy(model);

    public void Release(PoissonParameters model) => Released.Add(model);

    public int VectorLength(PoissonParameters model) => HasVector ? Family.VectorLength(model) : 0;

    public void WriteVector(PoissonParameters model, Span<double> vector) => Family.WriteVector(model, vector);

    public PoissonParameters FromVector(PoissonParameters model, ReadOnlySpan<double> vector)
    {
        Made++;
        var leap = Family.FromVector(model, vector);
        leaps.Add(leap);
        return leap;
    }
}
