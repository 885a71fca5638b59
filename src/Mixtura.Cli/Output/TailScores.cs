using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>What tail probabilities of rows, and reasons for those below a limit, come from; for any number of threads.</summary>
/// <param name="Probabilities">The tail probabilities.</param>
/// <param name="Limit">Below it a row has a reason.</param>
/// <param name="Reasons">The reasons; null where the kind of mixture has none.</param>
internal sealed record TailScores(TailProbabilities Probabilities, double Limit = 0, UnusualFeatures? Reasons = null);
