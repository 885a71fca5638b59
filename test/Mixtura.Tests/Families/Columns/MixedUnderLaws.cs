using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Columns;

/// <summary>Two numbers, a category and a count, in no order.</summary>
public sealed class MixedUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(5);

    public MixedUnderLaws() => Rows = IKindUnderLaws.Table(600, 4, (i, j) => j switch
    {
        1 => random.Uniform() < 0.9 ? i % 3 : Math.Floor(4 * random.Uniform()),
        2 => Math.Floor((8 * (i % 3)) + (6 * random.Uniform())),
        _ => (8 * (i % 3)) + random.Gaussian(),
    });

    public ComponentKind Kind { get; } = ColumnsMixture.Kind(
        ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(4))), 1), ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 2), ColumnsPart.Gaussian([3, 0]));

    public MemoryRows Rows { get; }
}
