using BenchmarkDotNet.Running;
using Mixtura.Benchmarks;

if (args is ["pass", ..])
{
    return PassContestant.Run(args.AsSpan(1));
}

BenchmarkSwitcher.FromAssembly(typeof(PassContestant).Assembly).Run(args);
return 0;
