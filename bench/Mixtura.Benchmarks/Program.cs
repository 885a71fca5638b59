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

if (args is ["gate", ..])
{
    return Gate.Run(args.AsSpan(1));
}

if (args is ["gate-server"])
{
    return GateServer.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(PassContestant).Assembly).Run(args);
return 0;
