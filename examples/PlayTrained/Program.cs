using Reverie.Algorithms;
using Reverie.Training.Runs;

var host = BuiltIn.CreateHost();
using var agent = host.Open(RunFolder.Open(args[0]), overrides: []).OpenAgent();
using var world = agent.MakeWorld(seed: 1);
double sum = 0;
do
{
    sum += agent.Step(world).Rewards[0];
}
while (!world.Current.HasEnded(0));
Console.WriteLine($"return {sum:F3}, success {world.Current.Successes[0]}");
