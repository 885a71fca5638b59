namespace Mixtura.Bayesian;

/// <summary>The prior on the weights of a variational mixture.</summary>
public enum WeightPrior
{
    /// <summary>A symmetric Dirichlet distribution over K weights.</summary>
    Dirichlet,

    /// <summary>A Dirichlet process by stick-breaking, of which the first K sticks are used (Blei and Jordan 2006): superfluous components end empty.</summary>
    DirichletProcess,
}
