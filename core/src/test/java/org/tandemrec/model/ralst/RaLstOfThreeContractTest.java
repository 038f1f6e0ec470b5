package org.tandemrec.model.ralst;

import org.tandemrec.model.ModelContract;

class RaLstOfThreeContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "ra-lst";
    }

    @Override
    protected String config() {
        return "{'negatives':10,'longTerm':{'config':{'factors':4,'epochs':5,'learningRate':0.1}},"
                + "'shortTerm':{'config':{'hiddenSize':16,'epochs':8,'batchSize':8,'learningRate':0.03}},"
                + "'others':[{'kind':'als','config':{'factors':4,'epochs':4}}]}";
    }

    @Override
    protected String configForFloor() {
        return "{'negatives':30,'longTerm':{'config':{'factors':8,'epochs':5,'learningRate':0.15}},"
                + "'shortTerm':{'config':{'hiddenSize':32,'epochs':5,'batchSize':16,'learningRate':0.01}},"
                + "'others':[{'kind':'als','config':{'factors':8,'epochs':5}}]}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CYCLE;
    }

    @Override
    protected double timesPopularity() {
        return 6;
    }
}
