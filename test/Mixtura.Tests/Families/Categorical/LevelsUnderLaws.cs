using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Categorical;

/// <summary>Latent classes.</summary>
public sealed class LevelsUnderLaws : IKindUnderLaws
{
    private static readonly int[] Counts = [3, 3, 4, 2, 3, 4];
    private readonly Generator random = new(5);

    public LevelsUnderLaws() => Rows = IKindUnderLaws.Table(600, Counts.Length, (i, j) => random.Uniform() < 0.9 ? i % 3 % Counts[j] : Math.Floor(Counts[j] * random.Uniform()));

    public ComponentKind Kind { get; } = ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(Counts)));

    public MemoryRows Rows { get; }
}
