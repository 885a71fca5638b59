using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.StudentT;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Columns;

/// <summary>Student-t numbers around a category.</summary>
public sealed class StudentColumnsUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(6);

    public StudentColumnsUnderLaws() => Rows = IKindUnderLaws.Table(600, 3, (i, j) => j == 1
        ? (random.Uniform() < 0.9 ? i % 3 : Math.Floor(4 * random.Uniform()))
        : (8 * (i % 3)) + (random.Gaussian() / Math.Sqrt(0.2 + random.Uniform())));

    public string Name => "mixed with student-t";

    public ComponentKind Kind { get; } = ColumnsMixture.Kind(
        ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(4))), 1), ColumnsPart.Of(StudentTMixture.Kind(degreesOfFreedom: DegreesOfFreedom.Fixed(5)), [2, 0]));

    public MemoryRows Rows { get; }
}
