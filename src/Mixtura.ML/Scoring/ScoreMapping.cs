using Microsoft.ML.Transforms;

namespace Mixtura.ML.Scoring;

/// <summary>Scores rows; a saved pipeline finds it by its contract, in the assembly that the pipeline names.</summary>
/// <remarks>A cursor has a target of its own, which holds what is kept from row to row. ML.NET's stateful mappings have a state for that, but fail where a cursor asks for none of their columns.</remarks>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class ScoreMapping : CustomMappingFactory<ScoreSource, ScoreTarget>
{
    public const string Contract = "Mixtura.Score";

    public static void Map(ScoreSource source, ScoreTarget target) => target.Scorer.Score(source, target);

    public override Action<ScoreSource, ScoreTarget> GetMapping() => Map;
}
