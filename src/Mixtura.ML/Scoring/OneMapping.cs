using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Mixtura.ML.Scoring;

/// <summary>Adds a column of ones, from which the text of the model is looked up.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class OneMapping : CustomMappingFactory<OneMapping.Nothing, OneMapping.Key>
{
    public const string Contract = "Mixtura.One";

    public static void Map(Nothing source, Key target) => target.Value = 1;

    public override Action<Nothing, Key> GetMapping() => Map;

    internal sealed class Nothing;

    internal sealed class Key
    {
        [ColumnName(HiddenColumn.One)]
        public uint Value { get; set; }
    }
}
