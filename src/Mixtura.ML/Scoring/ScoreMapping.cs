using Microsoft.ML.Transforms;

namespace Mixtura.ML.Scoring;

/// <summary>Scores rows; a saved pipeline finds it by its contract, in the assembly that the pipeline names.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class ScoreMapping : StatefulCustomMappingFactory<ScoreSource, ScoreTarget, ScoreState>
{
    public const string Contract = "Mixtura.Score";

    public static void Map(ScoreSource source, ScoreTarget target, ScoreState state) => state.Score(source, target);

    public static void Begin(ScoreState state)
    {
        // a state finds its model in its first row
    }

    public override Action<ScoreSource, ScoreTarget, ScoreState> GetMapping() => Map;

    public override Action<ScoreState> GetStateInitAction() => Begin;
}
