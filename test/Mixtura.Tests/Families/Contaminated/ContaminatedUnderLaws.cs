using Mixtura.Data;
using Mixtura.Families.Contaminated;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Contaminated;

/// <summary>Groups of which a few rows are spread widely.</summary>
public sealed class ContaminatedUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(5);

    public ContaminatedUnderLaws() => Rows = IKindUnderLaws.Table(600, 2, (i, _) => (12 * (i % 3)) + (random.Gaussian() * (i % 10 == 0 ? 4 : 1)));

    public ComponentKind Kind { get; } = ContaminatedMixture.Kind();

    public MemoryRows Rows { get; }
}
