using System.Globalization;
using System.Text.Json;
using Reverie.Cli.Bench.Environments;
using Reverie.Environments;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

// Usage: dotnet run -c Release [-- --json] [--seconds 0.5]
// One line for each case that was measured in Python, and some more; the ratio is our speed over Python's best.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool json = args.Contains("--json");
int at = Array.IndexOf(args, "--seconds");
var duration = TimeSpan.FromSeconds(at >= 0 ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : 0.5);
const int Runs = 3;
int cores = Environment.ProcessorCount;
var python = PythonFigures.Find();
var registry = BuiltInEnvironments.CreateRegistry();

if (!json)
{
    Console.WriteLine($"| environment | observation | steps/s, one core | Python, best | ratio | steps/s, {cores} cores | bytes/step |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
}
foreach (var entry in python.Cases)
{
    if (!registry.Specs.Any(spec => spec.Id == entry.Id))
        continue;
    bool rgb = entry.Wrapper is not null;
    var one = rgb ? Speed.OfSteps(Partial(entry.Id), duration, Runs) : Speed.OfSteps(Grid(entry.Id), duration, Runs);
    var all = Vector(_ => rgb ? new ImgObsWrapper(Partial(entry.Id)) : new ImgObsWrapper(Grid(entry.Id)));
    Print(entry.Id, rgb ? "RGB partial, tile 8" : "symbolic", one, python[entry], all);
}
foreach (string id in new[] { "MiniGrid-Empty-8x8-v0", "MiniGrid-DoorKey-8x8-v0" })
{
    Print(id, "RGB full, tile 8", Speed.OfSteps(Full(id), duration, Runs), null, Vector(_ => new ImgObsWrapper(Full(id))));
    Print(id, "pixels 3x64x64", Speed.OfSteps(Pixels(id), duration, Runs), null, Vector(_ => Pixels(id)));
    Print(id, "resets alone", Speed.OfResets(Grid(id), duration, Runs), null, null);
}
// Where there is no engine there is nothing to measure.
foreach (var spec in SuiteEnv.Missing is null ? registry.Specs.Where(spec => spec.Type == typeof(SuiteEnv)) : [])
{
    using var environment = (SuiteEnv)spec.Make();
    Print(spec.Id, "vectors", Speed.OfSteps(environment, duration, Runs), null, null);
}

MiniGridEnv Grid(string id) => (MiniGridEnv)registry.Make(id);

RgbImgPartialObsWrapper Partial(string id) => new(Grid(id));

RgbImgObsWrapper Full(string id) => new(Grid(id));

PixelWrapper<int> Pixels(string id) => new(new ImgObsWrapper(Full(id)));

Speed Vector(Func<int, Environment<NdArray<byte>, int>> make)
{
    using var vector = new VectorEnvironment(i => make(i).AsArrays(), count: 64 * cores, threads: cores);
    return Speed.OfVector(vector, duration, Runs);
}

void Print(string id, string observation, Speed one, double? peer, Speed? all)
{
    double? ratio = one.StepsPerSecond / peer;
    if (json)
    {
        Console.WriteLine(
            JsonSerializer.Serialize(new { name = $"environment steps, {id}, {observation}", value = one.StepsPerSecond, unit = "steps/s", peer, ratio }));
        return;
    }
    Console.WriteLine(
        $"| {id} | {observation} | {one.StepsPerSecond:N0} | {peer:N0} | {ratio:N0}{(ratio is null ? "" : "x")} | {all?.StepsPerSecond:N0} | " +
        $"{one.BytesPerStep:0.##} |");
}
