namespace Reverie.Training.Algorithms;

/// <summary>What a plug-in assembly with algorithms offers: it registers them. Beside it may stand an <c>IEnvironmentPlugin</c>.</summary>
public interface IAlgorithmPlugin
{
    void Register(AlgorithmRegistry algorithms);
}
