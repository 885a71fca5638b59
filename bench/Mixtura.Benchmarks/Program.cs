using BenchmarkDotNet.Running;
using Mixtura.Benchmarks;

if (args is ["pass", ..])
{
    return PassContestant.Run(args.AsSpan(1));
}

if (args is ["optimum", ..])
{
    return OptimumContestant.Run(args.AsSpan(1));
}

if (args is ["select", ..])
{
    return SelectContestant.Run(args.AsSpan(1));
}

if (args is ["curves"])
{
    return CostCurves.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(PassContestant).Assembly).Run(args);
return 0;
