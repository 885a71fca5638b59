namespace Mixtura.Mixtures;

/// <summary>What was chosen for a class by its rows alone, where classes have models of their own (Fraley and Raftery 2002, MclustDA).</summary>
/// <param name="Class">The name of the class.</param>
/// <param name="Components">Its components.</param>
/// <param name="Structure">The covariance structure of these, by name.</param>
/// <param name="TotalWeight">Σ w of its rows.</param>
/// <param name="LogLikelihood">Of its rows under its own mixture, in nats.</param>
/// <param name="Parameters">The free parameters of that.</param>
/// <param name="Bic">The BIC of that; smaller is better.</param>
public sealed record ClassModel(string Class, int Components, string Structure, double TotalWeight, double LogLikelihood, int Parameters, double Bic);
