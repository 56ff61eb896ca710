namespace Reverie.Environments;

/// <summary>Messages for whoever wrote the arguments.</summary>
internal static class Sentence
{
    /// <summary>A message without the parameter's name and value that .NET adds: its reader has given no parameter.</summary>
    public static string Of(Exception refusal) => refusal is ArgumentException { ParamName: { } name }
        ? refusal.Message.Split($" (Parameter '{name}')", StringSplitOptions.None)[0]
        : refusal.Message;
}
