using System.CommandLine;
using System.Globalization;
using Reverie.Torch.Onnx;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie export</c>: a trained policy as an ONNX model, for game engines and other runtimes.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        var onnx = new Option<string>("--onnx") { Description = "File to write, such as policy.onnx.", Required = true };
        onnx.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && string.IsNullOrWhiteSpace(name))
                result.AddError("--onnx needs the name of a file, such as policy.onnx.");
        });
        var command = new Command("export", "Writes the policy of a trained agent as an ONNX model, for game engines and other runtimes.") { onnx };
        var arguments = new RunArguments(command, "a.b.c=value, such as common.device=cpu.");
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (session, _) = arguments.Open(result);
            using var player = session.LoadPlayer();
            if (player is not IOnnxExport policy)
                throw new CheckpointException($"The algorithm of '{session.Folder.Path}', {session.Algorithm.Name}, cannot write its policy as ONNX; `reverie eval` can play it.");
            string file = result.GetRequiredValue(onnx);
            var info = Write(file, policy);
            Console.WriteLine($"The policy of '{session.Folder.Path}':");
            Print(file, info);
            return 0;
        }));
        return command;
    }

    /// <summary>The file appears under its name when it is complete.</summary>
    private static OnnxModelInfo Write(string file, IOnnxExport policy)
    {
        string unfinished = file + ".writing";
        try
        {
            OnnxModelInfo info;
            using (var stream = File.Create(unfinished))
                info = policy.Export(stream);
            File.Move(unfinished, file, overwrite: true);
            return info;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{file}' cannot be written ({e.Message.TrimEnd('.')}); name another file after --onnx, or make room for this one.", e);
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    private static void Print(string file, OnnxModelInfo info)
    {
        double megabytes = new FileInfo(file).Length / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {megabytes:F1} MB, opset {info.Opset}"));
        foreach (var (kind, ports) in (ReadOnlySpan<(string, IReadOnlyList<OnnxPort>)>)[("input", info.Inputs), ("output", info.Outputs)])
        {
            foreach (var port in ports)
                Console.WriteLine($"  {kind,-6}  {port.Name,-22}{port.Layout}");
        }
        Console.WriteLine("In C#, with the package Microsoft.ML.OnnxRuntime (docs/export.md has the whole of it):");
        string inputs = string.Join(", ", info.Inputs.Select(port => port.Name));
        Console.WriteLine($"  using var session = new InferenceSession(\"{file}\");");
        Console.WriteLine($"  using var outputs = session.Run(new RunOptions(), session.InputNames, [{inputs}], session.OutputNames); // each an OrtValue");
        Console.WriteLine($"  float[] {info.Outputs[0].Name} = outputs[0].GetTensorDataAsSpan<float>().ToArray();");
    }
}
